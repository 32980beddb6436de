import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pico from 'picocolors';
import { buildPage } from './build-page.ts';
import { type Cloud, type CloudOptions, startCloud } from './cloud.ts';
import { type Chaos, readChaos, startWithChaos } from './faults/start-with-chaos.ts';
import { createLogLines } from './lambda/log-lines.ts';
import { publishCloud } from './published-cloud.ts';
import { startupBanner } from './startup-banner.ts';
import { synthesize } from './synthesize.ts';
import { waitForShutdown } from './wait-for-shutdown.ts';
import { type DiskTroubleError, diskTrouble } from './watch-disk.ts';

const root = join(import.meta.dirname, '..', '..', '..');

const shortUsage = 'npm start -- [--data DIR] [--chaos mild|wild [--seed N]]';
const usage = `${shortUsage}

Opens the shop on this machine, until Ctrl-C: the page, the HTTP API and the WebSocket API, from the template that deploys.

  --data DIR     keeps the data there, for the next start; without it they are in memory
  --chaos LEVEL  mild or wild: calls fail, workers die, messages come twice or late
  --seed N       the same bad day again

In the environment:
  PORT=3100      opens on another port than 3000
  BREW_SPEED=50  brews so many times as fast
`;

/** `npm start`: synthesizes, opens the shop, and closes it on Ctrl-C. A failure is one line and exit code 1. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage);
    return;
  }
  try {
    const cloud = await openShop(readOptions(args, env));
    const withdraw = await publishCloud(cloud, join(root, '.cache'));
    const toldToClose = waitForShutdown();
    process.stdout.write(startupBanner(cloud));
    await toldToClose;
    await Promise.all([withdraw(), cloud.close()]);
    process.exit(0);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${pico.red('Smart Coffee Maker cannot open:')} ${reason}\n`);
    process.exitCode = 1;
  }
}

interface Options {
  readonly port: number;
  readonly dataDir: string | undefined;
  readonly brewSpeed: string;
  readonly chaos: Chaos | undefined;
}

function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const { data, chaos, seed } = readArguments(args);
  return {
    port: portOf(env.PORT ?? '3000'),
    dataDir: data,
    brewSpeed: speedOf(env.BREW_SPEED ?? '1'),
    chaos: readChaos(chaos, seed),
  };
}

function readArguments(args: readonly string[]) {
  const options = { data: { type: 'string' }, chaos: { type: 'string' }, seed: { type: 'string' } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}. Usage: ${shortUsage}`, { cause: error });
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`PORT must be a port number, not "${text}"`);
}

function speedOf(text: string): string {
  const speed = Number(text);
  if (speed >= 0.001 && speed <= 10_000) return text;
  throw new Error(`BREW_SPEED must be a number from 0.001 to 10000, not "${text}"`);
}

async function openShop({ port, dataDir, brewSpeed, chaos }: Options): Promise<Cloud> {
  const lines = createLogLines();
  say('Laying out the page …');
  const webFolder = await buildPage(root);
  say('Reading the recipe (cdk synth) …');
  const { template, directory } = await synthesize(root, join(root, '.cache', 'cdk.out'));
  say('Warming the machine …');
  const options: CloudOptions = {
    template,
    assets: directory,
    webFolder,
    contractsFolder: join(root, 'contracts'),
    port,
    dataDir,
    settings: { SPEED: brewSpeed },
    onLog: (entry) => {
      const line = lines(entry);
      if (line !== undefined) say(line);
    },
    onNotice: (line) => say(pico.yellow(line)),
    onDiskTrouble: closeAtOnce,
  };
  const opening = chaos
    ? startWithChaos(options, chaos, (line) => say(pico.magenta(line)))
    : startCloud(options);
  return opening.catch((error) => {
    throw (dataDir !== undefined && diskTrouble(error, dataDir)) || error;
  });
}

/** As if killed, which the data survive: whatever went on would be in memory alone. */
function closeAtOnce({ message }: DiskTroubleError): never {
  process.stderr.write(`${pico.red('Smart Coffee Maker closes:')} ${message}\n`);
  process.exit(1);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
