import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options }>
>['values'];

/**
 * What a script of `npm run` was called with, before it does anything else. --help ends it with 0 and the usage on stdout,
 * what it does not know with `misuse` and the usage on stderr.
 */
export function scriptOptions<const Options extends ParseArgsOptionsConfig>(
  usage: string,
  options: Options,
  misuse = 1,
): Values<Options> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs({ args, options }).values as Values<Options>;
  } catch (error) {
    return refuse((error as Error).message, usage, misuse);
  }
}

/** Ends the script, which was called wrongly. */
export function refuse(reason: string, usage: string, misuse = 1): never {
  process.stderr.write(`${reason}\n\n${usage}\n`);
  process.exit(misuse);
}

/** The option as a number from 0 on. */
export function wholeNumber(name: string, text: string, usage: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  return refuse(`--${name} is a whole number, not ${text}`, usage);
}
