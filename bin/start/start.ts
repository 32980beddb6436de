import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  advisePort,
  type Chaos,
  type Cloud,
  openOnTerminal,
  publishCloud,
  readChaos,
  refuse,
  runCommand,
  say,
  synthesizeCached,
  waitForShutdown,
} from 'local-cloud';
import { pageBuild, shopApp, shopOptions } from './shop.ts';
import { startupBanner } from './startup-banner.ts';

const name = 'Smart Coffee Maker';
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
export async function start(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage);
    return;
  }
  try {
    const cloud = await openShop(readOptions(args, env));
    // For the commands of this folder, and for `npx local-cloud env`.
    const withdrawals = await Promise.all([
      publishCloud(cloud, join(shopApp.folder, '.cache')),
      publishCloud(cloud),
    ]);
    const shutdown = waitForShutdown();
    process.stdout.write(startupBanner(cloud));
    await shutdown;
    await Promise.all([cloud.close(), ...withdrawals.map((withdraw) => withdraw())]);
    process.exit(0);
  } catch (error) {
    refuse(name, await advisePort(error, (free) => `set PORT=${free}, which is free`));
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

async function openShop({ brewSpeed, ...options }: Options): Promise<Cloud> {
  say('Laying out the page …');
  await runCommand(pageBuild);
  say('Reading the recipe (cdk synth) …');
  const app = await synthesizeCached(shopApp);
  say('Warming the machine …');
  return openOnTerminal({ name, app, ...options, ...shopOptions({ brewSpeed }) });
}
