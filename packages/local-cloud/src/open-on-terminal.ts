import { styleText } from 'node:util';
import { type Cloud, type CloudOptions, startCloud } from './cloud.ts';
import type { Chaos } from './faults/read-chaos.ts';
import { startWithChaos } from './faults/start-with-chaos.ts';
import { createLogLines } from './lambda/log-lines.ts';
import { type DiskTroubleError, diskTrouble } from './watch-disk.ts';

export interface TerminalOptions extends Omit<CloudOptions, 'onLog' | 'onNotice' | 'onDiskTrouble'> {
  /** What is opened, as messages call it. */
  readonly name: string;
  /** @default nothing goes wrong on purpose */
  readonly chaos?: Chaos | undefined;
}

/** Starts a cloud that tells on this terminal what happens in it. Rejects with one line when it cannot. */
export async function openOnTerminal({ name, chaos, ...options }: TerminalOptions): Promise<Cloud> {
  const lines = createLogLines();
  const told: CloudOptions = {
    ...options,
    onLog: (entry) => {
      const line = lines(entry);
      if (line !== undefined) say(line);
    },
    onNotice: (line) => say(styleText('yellow', line)),
    onDiskTrouble: (trouble) => closeAtOnce(name, trouble),
  };
  try {
    return await (chaos
      ? startWithChaos(told, chaos, (line) => say(styleText('magenta', line)))
      : startCloud(told));
  } catch (error) {
    const { dataDir } = options;
    throw (dataDir !== undefined && diskTrouble(error, dataDir)) || error;
  }
}

/** One line, or some for an app that is not supported, and exit code 1. */
export function refuse(name: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${inRed(`${name} cannot open:`)} ${reason}\n`);
  process.exitCode = 1;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function inRed(text: string): string {
  return styleText('red', text, { stream: process.stderr });
}

/** As if killed, which the data survive: whatever went on would be in memory alone. */
function closeAtOnce(name: string, { message }: DiskTroubleError): never {
  process.stderr.write(`${inRed(`${name} closes:`)} ${message}\n`);
  process.exit(1);
}
