import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Customer } from './customer.ts';

/** A shop in a process of its own, to be killed in the middle of its work. */
export interface KilledCloud {
  /** Of the process, and of its group. */
  readonly pid: number;
  readonly url: string;
  customer(name: string): Promise<Customer>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export async function startCloudToKill(dataDir: string): Promise<KilledCloud> {
  const script = fileURLToPath(new URL('cloud-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // A process group of its own, by which all of its processes can be found.
    detached: true,
  });
  const exited = once(child, 'exit');
  const said = await Promise.race([once(child.stdout, 'data'), exited]);
  const { url, liveUrl } = JSON.parse(String(said[0])) as { url: string; liveUrl: string };
  return {
    pid: child.pid as number,
    url,
    async customer(name) {
      const response = await fetch(`${url}/local/token?user=${name}`);
      const { access_token } = (await response.json()) as { access_token: string };
      return new Customer({ url, liveUrl }, name, access_token);
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
      await rm(fileURLToPath(new URL(`../../.cache/cloud-${new URL(url).port}.json`, import.meta.url)));
    },
  };
}
