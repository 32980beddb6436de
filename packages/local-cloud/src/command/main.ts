import { parseCommand, UsageError } from './options.ts';
import { printEnvironment } from './print-environment.ts';
import { usage } from './usage.ts';

/**
 * The command `local-cloud`. Exit code 0 after Ctrl-C; 1 when the app cannot be run or no cloud is found; 2 when the
 * options are wrong. What is wrong is told on stderr.
 */
export async function main(args: readonly string[]): Promise<void> {
  try {
    const command = parseCommand(args);
    if (command.name === 'help') process.stdout.write(usage);
    else if (command.name === 'env') await printEnvironment(command, process.cwd());
    else {
      // It takes a second to load, which the rest need not.
      const { runApp } = await import('./run-app.ts');
      await runApp(command, process.cwd());
      // What still waits, such as for a second Ctrl-C, is of no interest.
      process.exit(0);
    }
  } catch (error) {
    process.stderr.write(`local-cloud: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
