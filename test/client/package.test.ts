import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientSize, makeClientPackage } from '../../build/client-package.ts';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
let consumer: string;

/** A project of somebody else's that has the package installed. */
beforeAll(async () => {
  await mkdir(join(root, '.cache'), { recursive: true });
  consumer = await mkdtemp(join(root, '.cache', 'consumer-'));
  const modules = join(consumer, 'node_modules');
  await makeClientPackage(join(modules, 'smart-coffee-client'));
  await symlink(join(root, 'node_modules', 'valibot'), join(modules, 'valibot'));
}, 60_000);

afterAll(() => rm(consumer, { recursive: true, force: true }));

it('is less than 7.3 kB of a page', async () => {
  expect((await clientSize()).gzipped).toBeLessThan(7300);
});

it('runs where only the package is', async () => {
  const program = `
    import { CoffeeClient } from 'smart-coffee-client';
    const fetch = async () => Response.json({ drinks: ['latte'] });
    const [apiUrl, liveUrl] = ['https://shop.example', 'wss://shop.example'];
    const client = new CoffeeClient({ apiUrl, liveUrl, token: async () => '', fetch });
    console.log(await client.menu());`;
  await writeFile(join(consumer, 'program.mjs'), program);
  expect((await run(process.execPath, [join(consumer, 'program.mjs')])).stdout).toBe("[ 'latte' ]\n");
});

it('has types that a strict project takes in', async () => {
  const program = `
    import { CoffeeClient, type OrderUpdate } from 'smart-coffee-client';
    const client = new CoffeeClient({ apiUrl: '', liveUrl: '', token: async () => '' });
    export async function drink(): Promise<string> {
      const { id } = await client.order({ drink: 'latte', name: 'Shawn' });
      for await (const update of client.watch(id)) say(update);
      // @ts-expect-error there is no tea
      await client.order({ drink: 'tea' });
      // @ts-expect-error an order has no such field
      return (await client.untilReady(id)).sugar;
    }
    const say = ({ order, message }: OrderUpdate) => console.log(order.progress.toFixed(), message.trim());`;
  const compilerOptions = {
    target: 'esnext',
    module: 'nodenext',
    lib: ['esnext', 'dom'],
    types: [],
    strict: true,
    noEmit: true,
  };
  await writeFile(join(consumer, 'program.ts'), program);
  await writeFile(
    join(consumer, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['program.ts'] }),
  );
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', consumer]).catch((error) => error);
  expect(stdout).toBe('');
}, 60_000);
