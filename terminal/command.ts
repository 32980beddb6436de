import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { ProblemError } from '../coffee/client/index.ts';
import { plain } from './display/plain.ts';
import { explain } from './explain.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface Command<Options extends ParseArgsOptionsConfig> {
  /** What --help says; its first line is the shortest call. */
  readonly usage: string;
  readonly options: Options;
  /** Resolves to the exit code: 1 when what was asked for did not come about. */
  run(args: Arguments<Options>, terminal: Terminal): Promise<0 | 1>;
}

export type Arguments<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>;

/** As shells have it: 128 and the number of SIGINT. */
const interrupted = 130;
/** Within so many milliseconds it is the same Ctrl-C: npm hands on what the terminal has told everybody. */
const sameMs = 500;

/** Resolves to the exit code: 0, 1 for trouble, which is one line on stderr, 2 for wrong usage, 130 for Ctrl-C. */
export async function runCommand<Options extends ParseArgsOptionsConfig>(
  command: Command<Options>,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    terminal.stdout.write(`${command.usage}\n`);
    return 0;
  }
  try {
    return await command.run(parse(command, args), terminal);
  } catch (error) {
    if (terminal.signal.aborted) return interrupted;
    const code = exitCodeOf(error);
    terminal.stderr.write(`${plain(explain(error))}${code === 2 ? ' (--help tells more)' : ''}\n`);
    return code;
  }
}

/** Runs the command as this process, and no longer than a second Ctrl-C. */
export async function runAsProgram<Options extends ParseArgsOptionsConfig>(
  command: Command<Options>,
): Promise<void> {
  const ended = new AbortController();
  let endedAt = Number.POSITIVE_INFINITY;
  const end = () => {
    if (performance.now() - endedAt > sameMs) process.exit(interrupted);
    endedAt = Math.min(endedAt, performance.now());
    ended.abort();
  };
  // Not once: what shows the cursor again at the end would take the first signal for one that nobody handles.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);
  // Whoever reads our output has read enough: `npm run orders | head -1`.
  process.stdout.on('error', () => process.exit(0));
  const { stdout, stderr, env } = process;
  process.exitCode = await runCommand(command, process.argv.slice(2), {
    stdout,
    stderr,
    env,
    signal: ended.signal,
  });
}

function parse<Options extends ParseArgsOptionsConfig>(
  { options }: Command<Options>,
  args: readonly string[],
): Arguments<Options> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const [first = ''] = (error as Error).message.split('. ');
    throw new UsageError(first, { cause: error });
  }
}

/** An order or a query that the shop cannot make sense of is the caller's mistake. */
function exitCodeOf(error: unknown): 1 | 2 {
  return error instanceof UsageError || (error instanceof ProblemError && error.status === 422) ? 2 : 1;
}
