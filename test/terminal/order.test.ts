import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { PublicOrder } from '../../coffee/client/index.ts';
import { cancel } from '../../terminal/cancel.ts';
import { order } from '../../terminal/order.ts';
import { orders } from '../../terminal/orders.ts';
import { call, jsonLines } from './call.ts';
import { start } from './start.ts';

/** What the process is told, so that it takes its pipes for a terminal. */
const asTerminal = 'Object.assign(process.stdout,{isTTY:true,columns:80,rows:24});process.stderr.isTTY=true';
const anId = /[0-9a-f-]{36}/;

describe('npm run order', () => {
  it('tells each step of a coffee and ends with its receipt', async () => {
    const args = ['latte', '--size', 'large', '--name', 'Shawn', '--user', 'plain'];
    const { code, stdout, stderr } = await start('order', args).outcome;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^\d\d:\d\d:\d\d {2}[0-9a-f-]{36} {2}queued {5}Your latte is on the slip rail\. {2}\S+ s left$/m,
    );
    const [, pickupCode] = stdout.match(/Your coffee is ready! Come grab it! {2}(\w{4})$/m) ?? [];
    const [head, steps] = stdout.trimEnd().split('\n').slice(-2);
    expect(head).toMatch(
      new RegExp(`^${pickupCode} {2}LATTE / LARGE / SHAWN / #${pickupCode} {2}ready after [\\d.]+ s$`),
    );
    const names = ['queued', 'grinding', 'brewing', 'steaming', 'pouring', 'labelling'];
    expect(steps).toMatch(new RegExp(`^${names.map((name) => `${name} [\\d.]+ s`).join(' · ')}$`));
  });

  it('--count orders several, --json tells each change of each as the API does', async () => {
    const outcome = await call(order, ['espresso', '--count', '5', '--json', '--user', 'five']);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    const changes = Map.groupBy(jsonLines<PublicOrder>(outcome), ({ id }) => id);
    expect(changes.size).toBe(5);
    for (const versions of changes.values()) {
      expect(versions.at(-1)).toMatchObject({ status: 'ready', drink: 'espresso', size: 'medium' });
      const numbers = versions.map(({ version }) => version);
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    }
  });

  it('ends with 1 when a coffee was cancelled', async () => {
    const ordered = start('order', ['cold-brew', '--size', 'large', '--user', 'fickle']);
    const [id = ''] = (await ordered.said('queued')).match(anId) ?? [];
    const cancelled = await call(cancel, [id, '--user', 'fickle']);
    expect(cancelled).toEqual({ code: 0, stdout: `${id}  cancelled\n`, stderr: '' });
    const { code, stdout } = await ordered.outcome;
    expect(code).toBe(1);
    expect(stdout).toMatch(/^cancelled {2}large cold-brew {2}cancelled after [\d.]+ s$/m);
  });

  it.each([
    ['a pipe', {}],
    ['a terminal', { NODE_OPTIONS: `--import data:text/javascript,${asTerminal}` }],
  ])('ends at once on Ctrl-C in %s, and the order goes on without it', async (_, env) => {
    const ordered = start('order', ['cold-brew', '--user', 'hasty'], env);
    await ordered.said('queued');
    // The terminal tells npm and the command, and npm tells the command once more.
    ordered.interrupt();
    ordered.interrupt();
    const { code, stderr } = await ordered.outcome;
    expect({ code, stderr: stripVTControlCharacters(stderr) }).toEqual({
      code: 130,
      stderr: 'The orders go on: npm run orders shows them, npm run cancel ends them.\n',
    });
    const [left] = jsonLines<PublicOrder>(await call(orders, ['--user', 'hasty', '--json']));
    expect(['failed', 'cancelled']).not.toContain(left?.status);
  });

  it.each([
    [[], 'order what? Name one drink'],
    [['latte', 'espresso'], 'order what? Name one drink'],
    [['latte', '--loud'], "Unknown option '--loud'"],
    [['latte', '--size'], "Option '--size <value>' argument missing"],
    [['latte', '--count', '101'], '--count is a whole number from 1 to 100, not 101'],
    [
      ['tea', '--size', 'bucket'],
      'drink must be one of: espresso, americano, latte, cappuccino, cold-brew; size',
    ],
  ])('called with %j says in one line what is wrong, with 2', async (args, reason) => {
    const { code, stdout, stderr } = await call(order, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+ \(--help tells more\)\n$/);
    expect(stderr).toContain(reason);
  });
});
