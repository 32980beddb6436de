import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { shopApp, shopOptions } from '../../bin/start/shop.ts';
import { synthesizeCached } from '../../packages/local-cloud/src/assembly/synthesize-cached.ts';
import { startCloud } from '../../packages/local-cloud/src/cloud.ts';
import { publishCloud } from '../../packages/local-cloud/src/publish-cloud.ts';
import { runCommand } from '../../terminal/command.ts';
import { order } from '../../terminal/order.ts';
import { movingPicture } from './moving-picture.ts';
import { type Row, rowsOf } from './screen-rows.ts';
import { VirtualTerminal } from './virtual-terminal.ts';

/** Part of `npm run screenshots`: docs/images/terminal.svg, of a real order at the speed of the menu. */
const root = join(import.meta.dirname, '..', '..');
const args = ['latte', '--count', '3', '--name', 'Shawn'];
const [columns, rows] = [96, 14];
const everyMs = 500;

const frames: Row[][] = [];
const terminal = new VirtualTerminal(columns, rows);
terminal.output.write(`$ npm run order -- ${args.join(' ')}\n`);
const ended = new AbortController();
const code = await Promise.race([onALocalShop(orderThere), film(ended.signal)]);
ended.abort();
frames.push(await rowsOf(terminal));
const file = join(root, 'docs', 'images', 'terminal.svg');
await mkdir(join(file, '..'), { recursive: true });
await writeFile(file, movingPicture(frames, { columns, rows, everyMs }));
console.log(`${file}: ${frames.length} frames`);
process.exitCode = code;

function orderThere(port: string): Promise<number> {
  const { output } = terminal;
  const { signal } = new AbortController();
  return runCommand(order, args, { stdout: output, stderr: output, env: { PORT: port }, signal });
}

async function onALocalShop(use: (port: string) => Promise<number>): Promise<number> {
  const cloud = await startCloud({
    app: await synthesizeCached(shopApp),
    ...shopOptions({ brewSpeed: 1 }),
    port: 0,
  });
  const withdraw = await publishCloud(cloud, join(root, '.cache'));
  try {
    return await use(new URL(cloud.url).port);
  } finally {
    await withdraw();
    await cloud.close();
  }
}

/** Never ends by itself. */
async function film(signal: AbortSignal): Promise<never> {
  for (;;) {
    frames.push(await rowsOf(terminal));
    await setTimeout(everyMs, undefined, { signal });
  }
}
