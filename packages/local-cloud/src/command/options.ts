import { parseArgs } from 'node:util';
import { type Chaos, readChaos } from '../faults/read-chaos.ts';

/** The command line is wrong. The message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(problem: string, options?: ErrorOptions) {
    super(`${problem.replace(/\.$/, '')}. See local-cloud --help`, options);
  }
}

export interface RunCommand {
  readonly name: 'run';
  /** What starts the app. @default that of its cdk.json */
  readonly app: string | undefined;
  /** What was synthesized before, in place of an app. */
  readonly out: string | undefined;
  readonly port: number;
  readonly dataDir: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly chaos: Chaos | undefined;
  readonly watch: boolean;
}

export interface EnvCommand {
  readonly name: 'env';
  /** @default the cloud that runs */
  readonly port: number | undefined;
}

export type Command = RunCommand | EnvCommand | { readonly name: 'help' };

const runOptions = {
  app: { type: 'string' },
  out: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
  parameter: { type: 'string', multiple: true },
  chaos: { type: 'string' },
  seed: { type: 'string' },
  watch: { type: 'boolean' },
} as const;

/** @throws {UsageError} */
export function parseCommand(args: readonly string[]): Command {
  if (args.includes('--help') || args.includes('-h')) return { name: 'help' };
  return told(() => (args[0] === 'env' ? envCommand(args.slice(1)) : runCommand(args)));
}

function envCommand(args: string[]): EnvCommand {
  const { port } = parseArgs({ args, options: { port: { type: 'string' } } }).values;
  return { name: 'env', port: port === undefined ? undefined : portOf(port) };
}

function runCommand(args: readonly string[]): RunCommand {
  const { values } = parseArgs({ args: [...args], options: runOptions });
  const { app, out, port = '3000', data, parameter = [], chaos, seed, watch = false } = values;
  if (app !== undefined && out !== undefined) throw new Error('--app and --out exclude each other');
  if (watch && out !== undefined) throw new Error('--watch runs an app again: it does not go with --out');
  return {
    name: 'run',
    app,
    out,
    port: portOf(port),
    dataDir: data,
    parameters: Object.fromEntries(parameter.map(parameterOf)),
    chaos: readChaos(chaos, seed),
    watch,
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`--port must be a port number, not "${text}"`);
}

function parameterOf(text: string): [string, string] {
  const [, name, value] = /^([A-Za-z0-9]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new Error(`--parameter must be NAME=VALUE, not "${text}"`);
}

function told<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}
