import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { shopApp } from '../../../bin/start/shop.ts';
import { synthesizeCached } from '../../../packages/local-cloud/src/assembly/synthesize-cached.ts';
import { Customer } from '../../faults/customer.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** What `npm start` runs of the project itself. */
const started = ['start.mjs', 'start'];

/** A copy of the project whose CDK app is a stand-in, so that nothing waits for a real synthesis. */
export interface Checkout {
  /** `npm start`, in a process group of its own. With a limit none of its files takes more than so many kilobytes. */
  start(args?: readonly string[], env?: Readonly<Record<string, string>>, limit?: number): Started;
}

export interface Started {
  readonly pid: number;
  readonly exitCode: Promise<number | null>;
  /** All of it, once it has ended. */
  readonly stderr: Promise<string>;
  /** Resolves with what was said so far, once that holds the words. */
  said(words: string): Promise<string>;
}

/** @param app the module that stands in for bin/smart-coffee.ts */
export async function checkout(app: string): Promise<Checkout> {
  const folder = await mkdtemp(join(tmpdir(), 'coffee-checkout-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const empty of ['bin', 'lib', 'lambdas', 'coffee', 'domain', 'adapters'])
    await mkdir(join(folder, empty));
  for (const name of started)
    await cp(join(root, 'bin', name), join(folder, 'bin', name), { recursive: true });
  for (const name of ['web', 'contracts']) await symlink(join(root, name), join(folder, name));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'package-lock.json'), '{}');
  await writeFile(join(folder, 'cdk.json'), JSON.stringify({ app: 'node bin/app.ts', context: {} }));
  await writeFile(join(folder, 'bin', 'app.ts'), app);
  const main = ['--conditions=local-cloud-source', join(folder, 'bin', 'start.mjs')];
  return {
    start(args = [], env = {}, limit = undefined) {
      const words = [process.execPath, ...main, ...args];
      return start(
        limit === undefined ? words : ['bash', '-c', `ulimit -f ${limit} && exec "$0" "$@"`, ...words],
        env,
      );
    },
  };
}

function start([command = '', ...args]: readonly string[], env: Readonly<Record<string, string>>): Started {
  const child = spawn(command, args, {
    env: { ...process.env, PORT: '0', BREW_SPEED: '50', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = child.pid as number;
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  return {
    pid,
    exitCode: once(child, 'exit').then(([code]) => code),
    stderr: text(child.stderr),
    async said(words) {
      while (!output.includes(words)) await once(child.stdout, 'data');
      return output;
    },
  };
}

/** An app that gives what was synthesized before, with a change to the template. */
export async function appWith(change: string): Promise<string> {
  const { stacks } = await synthesizeCached(shopApp);
  return `
    import { cpSync, readFileSync, writeFileSync } from 'node:fs';
    const to = process.env.CDK_OUTDIR;
    cpSync(${JSON.stringify(stacks[0]?.directory)}, to, { recursive: true });
    const file = to + '/SmartCoffee.template.json';
    const template = JSON.parse(readFileSync(file, 'utf8'));
    const resources = Object.values(template.Resources);
    ${change}
    writeFileSync(file, JSON.stringify(template));
  `;
}

export async function customerAt(url: string): Promise<Customer> {
  const answer = await fetch(`${url}/local/token?user=shawn`);
  const { access_token } = (await answer.json()) as { access_token: string };
  return new Customer({ url, liveUrl: `${url.replace('http', 'ws')}/live` }, 'shawn', access_token);
}
