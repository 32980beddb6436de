import { describe, expect, inject, it } from 'vitest';
import type { PublicOrder } from '../../coffee/client/index.ts';
import { runCommand } from '../../terminal/command.ts';
import { order } from '../../terminal/order.ts';
import { orders } from '../../terminal/orders.ts';
import { call, jsonLines } from './call.ts';
import { VirtualTerminal } from './virtual-terminal.ts';

describe('npm run orders', () => {
  it('lists the newest first, by status and up to a limit', async () => {
    const mine = ['--user', 'regular'];
    for (const drink of ['espresso', 'latte', 'americano']) await call(order, [drink, ...mine]);
    const { code, stdout } = await call(orders, mine);
    expect(code).toBe(0);
    const aTime = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d';
    const rowOf = (drink: string) =>
      expect.stringMatching(new RegExp(`^[0-9a-f-]{36} {2}${aTime} {2}ready {6}medium ${drink} {2}\\w{4}$`));
    expect(stdout.trimEnd().split('\n')).toEqual(['americano', 'latte', 'espresso'].map(rowOf));

    const two = jsonLines<PublicOrder>(await call(orders, [...mine, '--limit', '2', '--json']));
    expect(two.map(({ drink }) => drink)).toEqual(['americano', 'latte']);
    const none = { code: 0, stdout: '', stderr: 'There are no orders that are failed.\n' };
    expect(await call(orders, [...mine, '--status', 'failed'])).toEqual(none);
  });

  it.each([60, 40])('keeps words whole in a terminal of %i columns', async (columns) => {
    const mine = ['--user', `narrow-${columns}`];
    const name = 'Ada Augusta King of Lovelace';
    for (const drink of ['espresso', 'cold-brew']) await call(order, [drink, '--name', name, ...mine]);
    const { stdout: wide } = await call(orders, mine);
    const terminal = new VirtualTerminal(columns, 24);
    const { signal } = new AbortController();
    const streams = { stdout: terminal.output, stderr: terminal.output };
    await runCommand(orders, mine, { ...streams, env: { PORT: inject('cloud').port }, signal });
    const lines = await terminal.lines();
    expect(lines.join(' ').split(/\s+/)).toEqual(wide.trim().split(/\s+/));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    // A row starts at the left, and goes on further in.
    expect(lines.filter((line) => /^[0-9a-f-]{36}/.test(line))).toHaveLength(2);
    expect(lines.filter((line) => /^ {2}\S/.test(line))).toHaveLength(lines.length - 2);
  });

  it.each([
    [['ready'], 'what is ready? Options only'],
    [['--limit', '0'], '--limit is a whole number, not 0'],
    [['--status', 'tea'], 'status '],
  ])('called with %j says in one line what is wrong, with 2', async (args, reason) => {
    const { code, stdout, stderr } = await call(orders, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(reason);
  });
});
