import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import type { PublicOrder } from '../../coffee/client/index.ts';
import { runCommand } from '../../terminal/command.ts';
import { liveBars } from '../../terminal/display/live-bars.ts';
import { type OrderDisplay, orderDisplay } from '../../terminal/display/order-display.ts';
import { order as orderCommand } from '../../terminal/order.ts';
import { VirtualTerminal } from './virtual-terminal.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

/** Brewing since a moment ago: half done, the rest takes a hundred seconds. */
function anOrder(changes: Partial<PublicOrder> = {}): { order: PublicOrder; message: string; statuses: [] } {
  const order: PublicOrder = {
    id: '0197f3a0-0000-7000-8000-000000000001',
    drink: 'latte',
    size: 'large',
    status: 'brewing',
    version: 3,
    progress: 0.5,
    createdAt: at(0),
    updatedAt: at(100),
    stepStartedAt: at(100),
    stepEndsAt: at(150),
    estimatedReadyAt: at(200),
    history: [],
    links: { self: '/orders/0197f3a0-0000-7000-8000-000000000001' },
    ...changes,
  };
  return { order, message: '', statuses: [] };
}

const ready = anOrder({
  status: 'ready',
  progress: 1,
  result: { labelling: { pickupCode: 'JX4K', label: 'LATTE' } },
});

describe('bars in a terminal', () => {
  let display: OrderDisplay;
  afterEach(() => display.end());

  function open(count: number, columns = 80, rows = 24): VirtualTerminal {
    const terminal = new VirtualTerminal(columns, rows);
    display = liveBars(terminal.output, count);
    return terminal;
  }

  it('show step, progress and time left of each order, in its own row', async () => {
    const terminal = open(12);
    display.show(11, ready);
    display.show(0, anOrder());
    expect(await terminal.lines()).toEqual([
      `latte  1  ${'█'.repeat(17)}${'░'.repeat(17)}  brewing    1 min 40 s left`,
      `latte 12  ${'█'.repeat(34)}  ready      JX4K`,
    ]);
  });

  it('move while a step runs, without news', async () => {
    const terminal = open(1);
    const [begun, soon] = [Date.parse(at(100)), 2000];
    display.show(
      0,
      anOrder({ progress: 0, stepEndsAt: new Date(begun + soon).toISOString(), estimatedReadyAt: at(102) }),
    );
    const [first = ''] = await terminal.lines();
    await expect
      .poll(async () => (await terminal.lines())[0]?.match(/█*/g)?.join('').length, { timeout: 5000 })
      .toBeGreaterThan(first.match(/█*/g)?.join('').length ?? 0);
  });

  it('stay within the width and the height of the terminal, with those to the fore that still move', async () => {
    const terminal = open(40, 60, 10);
    for (let n = 0; n < 40; n += 1) display.show(n, n % 5 === 4 ? anOrder() : ready);
    const lines = await terminal.lines();
    expect(lines.map((line) => line.slice(0, 8).trimEnd())).toEqual([
      'latte  5',
      'latte 10',
      'latte 15',
      'latte 20',
      'latte 25',
      'latte 30',
      'latte 35',
      '… 40 in',
    ]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it.each([
    [30, 'latte  brewing    1 min 40 s l'],
    [48, 'latte  brewing    1 min 40 s left'],
    [51, 'latte  ██░░░  brewing    1 min 40 s left'],
  ])('are left out where %i columns have no room for them', async (columns, line) => {
    const terminal = open(1, columns);
    display.show(0, anOrder());
    expect((await terminal.lines())[0]).toBe(line);
  });

  it('say below them why there are no news', async () => {
    const terminal = open(1);
    display.show(0, anOrder());
    display.trouble('The line was lost: connecting again …');
    expect((await terminal.lines()).slice(1)).toEqual(['The line was lost: connecting again …']);
    display.trouble(undefined);
    expect(await terminal.lines()).toHaveLength(1);
  });
});

it('a terminal that does not know its size gets lines', async () => {
  const { output } = new VirtualTerminal(80, 24);
  const stdout = Object.assign(output, { columns: 0, rows: 0 });
  const { signal } = new AbortController();
  const display = orderDisplay({ stdout, stderr: stdout, env: {}, signal }, { json: false, count: 1 });
  const write = vi.spyOn(stdout, 'write');
  display.show(0, anOrder());
  display.end();
  expect(write.mock.calls).toEqual([[expect.stringMatching(/brewing .* 1 min 40 s left\n$/)]]);
});

it('npm run order in a terminal shows full bars in the end, and the receipts below them', async () => {
  const terminal = new VirtualTerminal(100, 30);
  const { signal } = new AbortController();
  const code = await runCommand(orderCommand, ['espresso', '--count', '2', '--user', 'viewer'], {
    stdout: terminal.output,
    stderr: terminal.output,
    env: { PORT: inject('cloud').port },
    signal,
  });
  expect(code).toBe(0);
  const lines = await terminal.lines();
  const bar = (n: number) => expect.stringMatching(new RegExp(`^espresso ${n} {2}█{40} {2}ready {6}\\w{4}$`));
  expect(lines).toEqual([
    bar(1),
    bar(2),
    '',
    expect.stringMatching(/^(\w{4}) {2}ESPRESSO \/ MEDIUM \/ #\1 {2}ready after [\d.]+ s$/),
    expect.stringMatching(/^queued [\d.]+ s · grinding .* · brewing .* · labelling [\d.]+ s$/),
    '',
    expect.stringMatching(/^(\w{4}) {2}ESPRESSO/),
    expect.stringMatching(/^queued/),
  ]);
});
