import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { cancel } from '../../terminal/cancel.ts';
import type { Command } from '../../terminal/command.ts';
import { listen } from '../../terminal/listen.ts';
import { order } from '../../terminal/order.ts';
import { orders } from '../../terminal/orders.ts';
import { redrive } from '../../terminal/redrive.ts';
import { user } from '../../terminal/user.ts';
import { call } from './call.ts';
import { start } from './start.ts';

type Case = readonly [name: string, command: Command<Record<never, never>>, args: readonly string[]];

const ofCustomers: readonly Case[] = [
  ['order', order, ['latte']],
  ['orders', orders, []],
  ['cancel', cancel, ['0197f3a0']],
  ['listen', listen, []],
];
const all: readonly Case[] = [
  ...ofCustomers,
  ['user', user, ['--local', 'shawn']],
  ['redrive', redrive, ['--local']],
];

const anywhere = join(import.meta.dirname, '..', '..', '.cache');

describe('every command', () => {
  it.each(all)('%s tells how it is called with --help, or -h', async (name, command) => {
    const { code, stdout, stderr } = await call(command, ['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^npm run (-s )?${name}\\b`));
    expect((await call(command, ['-h'])).stdout).toBe(stdout);
  });

  it.each(all)('%s says in one line that no shop runs here, with 1', async (_, command, args) => {
    expect(await call(command, args, { PORT: '9' })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'no shop runs here on port 9: run "npm start" first, set PORT to its port, or name a stack with --stack\n',
    });
  });

  it.each(ofCustomers)('%s says in one line that its token is refused', async (_, command, args) => {
    expect(await call(command, args, { COFFEE_TOKEN: 'not-a-token' })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'COFFEE_TOKEN was refused: it has expired, or is for another shop\n',
    });
  });

  it('takes the token of a file, and says when there is none in COFFEE_TOKEN', async () => {
    const { stdout } = await call(user, ['--local', 'filed']);
    expect(await call(orders, [], { COFFEE_TOKEN: `${stdout.trim()}\r\n` })).toMatchObject({ code: 0 });
    expect(await call(orders, [], { COFFEE_TOKEN: 'cat: no such file' })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'COFFEE_TOKEN is no token: npm run user prints one (--help tells more)\n',
    });
  });

  it('takes a shop that was killed, and left its file behind, for none', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    other.close();
    const file = join(anywhere, `cloud-${port}.json`);
    onTestFinished(() => rm(file));
    const published = await import(join(anywhere, `cloud-${inject('cloud').port}.json`), {
      with: { type: 'json' },
    });
    const tokenUrl = `http://localhost:${port}/local/token`;
    await writeFile(file, JSON.stringify({ ...published.default, tokenUrl }));
    const { code, stderr } = await call(orders, [], { PORT: String(port) });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^no shop runs here on port ${port}: .*\n$`));
  });

  it('ends quietly when nobody reads on', async () => {
    await call(order, ['espresso', '--user', 'pipe']);
    const listing = start('orders', ['--user', 'pipe']);
    listing.stopReading();
    expect(await listing.outcome).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
