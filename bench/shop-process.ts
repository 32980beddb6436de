import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A shop as `npm start` opens it, in a process of its own. */
export interface ShopProcess {
  readonly url: string;
  readonly liveUrl: string;
  /** Milliseconds from the start of the process to its opening words. */
  readonly openedInMs: number;
  close(): Promise<void>;
}

/** Rejects with what the shop said when it does not open. */
export async function openShop(root: string, brewSpeed: number): Promise<ShopProcess> {
  const startedAt = performance.now();
  const shop = spawn(process.execPath, ['--conditions=local-cloud-source', join(root, 'bin', 'start.mjs')], {
    cwd: root,
    env: { ...process.env, PORT: '0', BREW_SPEED: String(brewSpeed), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { url, liveUrl, openedInMs } = await startupBanner(shop, startedAt);
  return {
    url,
    liveUrl,
    openedInMs,
    async close() {
      shop.kill('SIGINT');
      await once(shop, 'exit');
    },
  };
}

function startupBanner(shop: ChildProcess, startedAt: number): Promise<Omit<ShopProcess, 'close'>> {
  const { promise, resolve, reject } = Promise.withResolvers<Omit<ShopProcess, 'close'>>();
  const said: string[] = [];
  let openedInMs = 0;
  let url = '';
  // Reads on after the opening words, so that the shop never waits for room in the pipe.
  createInterface({ input: shop.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    if (openedInMs === 0) said.push(line);
    if (line.includes('Smart Coffee Maker is open')) openedInMs = performance.now() - startedAt;
    url ||= /^ {2}page +(\S+)/.exec(line)?.[1] ?? '';
    const [, liveUrl] = /^ {2}live +(\S+)/.exec(line) ?? [];
    if (liveUrl) resolve({ url, liveUrl, openedInMs });
  });
  shop.once('exit', () => reject(new Error(`the shop did not open:\n${said.join('\n')}`)));
  return promise;
}
