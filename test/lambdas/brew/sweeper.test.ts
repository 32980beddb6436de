import { expect, it } from 'vitest';
import { createSweeper } from '../../../lambdas/brew/sweeper.ts';
import { queuedOrder } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemoryStepQueue } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { aContext } from '../a-context.ts';
import { captureLogs } from '../captured-logs.ts';

const { id, deadline } = queuedOrder();

async function aSweeper(overdue: () => Promise<readonly string[]>) {
  const orders = new InMemoryOrderRepository();
  await orders.create(queuedOrder());
  const queue = new InMemoryStepQueue();
  const sweeper = createSweeper({ orders, queue, clock: new ManualClock(deadline), overdue: { overdue } });
  return { run: () => sweeper({}, aContext()), queue };
}

it('the sweeper sends overdue messages again and logs what it did', async () => {
  const logs = captureLogs();
  const { run, queue } = await aSweeper(() => Promise.resolve([id]));
  await run();
  expect(queue.sent).toHaveLength(1);
  expect(logs).toEqual([[{ message: 'swept', 'message-sent': 1, failed: 0, healthy: 0, unreadable: 0 }]]);
});

it('the sweeper fails, so that an alarm can tell, when the table cannot be asked', async () => {
  captureLogs();
  const { run } = await aSweeper(() => Promise.reject(new Error('table down')));
  await expect(run()).rejects.toThrow('table down');
});
