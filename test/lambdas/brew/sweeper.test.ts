import { expect, it } from 'vitest';
import { createSweeper } from '../../../lambdas/brew/sweeper.ts';
import { queuedOrder } from '../../fakes/an-order.ts';
import { InMemoryOrderBook } from '../../fakes/in-memory-order-repository.ts';
import { InMemorySlipRail } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { aContext } from '../a-context.ts';
import { captureLogs } from '../captured-logs.ts';

const { id, deadline } = queuedOrder();

async function aSweeper(overdue: () => Promise<readonly string[]>) {
  const orders = new InMemoryOrderBook();
  await orders.create(queuedOrder());
  const slips = new InMemorySlipRail();
  const sweeper = createSweeper({ orders, slips, clock: new ManualClock(deadline), overdue: { overdue } });
  return { run: () => sweeper({}, aContext()), slips };
}

it('the sweeper sends overdue slips again and logs what it did', async () => {
  const logs = captureLogs();
  const { run, slips } = await aSweeper(() => Promise.resolve([id]));
  await run();
  expect(slips.sent).toHaveLength(1);
  expect(logs).toEqual([[{ message: 'swept', 'slip-sent': 1, failed: 0, healthy: 0, unreadable: 0 }]]);
});

it('the sweeper fails, so that an alarm can tell, when the table cannot be asked', async () => {
  captureLogs();
  const { run } = await aSweeper(() => Promise.reject(new Error('table down')));
  await expect(run()).rejects.toThrow('table down');
});
