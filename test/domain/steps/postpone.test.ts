import { describe, expect, it } from 'vitest';
import { transition } from '../../../domain/order/transition.ts';
import { UnreadableOrderError } from '../../../domain/order/unreadable-order-error.ts';
import type { PutBackMessage } from '../../../domain/ports.ts';
import { postpone } from '../../../domain/steps/postpone.ts';
import { queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';

const order = queuedOrder();
const body = '{"v":2}';

async function postponed(times: number, orders = new InMemoryOrderRepository()) {
  const sent: PutBackMessage[] = [];
  const putBack = (message: PutBackMessage) => Promise.resolve(void sent.push(message));
  await postpone({ orders, putBack }, { orderId: order.id, body, times });
  return sent;
}

async function holding(...changes: Parameters<InMemoryOrderRepository['create']>[0][]) {
  const orders = new InMemoryOrderRepository();
  for (const one of changes) await orders.create(one);
  return orders;
}

describe('a message that only newer code can handle', () => {
  it('waits twice as long each time, a quarter of an hour at most', async () => {
    const orders = await holding(order);
    const delays = [0, 1, 2, 5, 6, 1000].map(
      async (times) => (await postponed(times, orders))[0]?.delaySeconds,
    );
    expect(await Promise.all(delays)).toEqual([15, 30, 60, 480, 900, 900]);
  });

  it('goes back as it came', async () => {
    expect(await postponed(2, await holding(order))).toEqual([{ body, times: 3, delaySeconds: 60 }]);
  });

  it('is dropped when its order has ended or is gone', async () => {
    expect(await postponed(0)).toEqual([]);
    expect(await postponed(0, await holding(transition(order, { to: 'cancelled' }, t0)))).toEqual([]);
  });

  it.each([true, false])(
    'waits when its order is of newer code, and not when it is damaged: newer %s',
    async (isNewer) => {
      const orders = new InMemoryOrderRepository();
      orders.get = () => Promise.reject(new UnreadableOrderError(order.id, isNewer, 'why ever'));
      expect(await postponed(0, orders)).toHaveLength(isNewer ? 1 : 0);
    },
  );

  it('comes again from the queue when the table cannot be asked', async () => {
    const orders = new InMemoryOrderRepository();
    orders.get = () => Promise.reject(new Error('throttled'));
    await expect(postponed(0, orders)).rejects.toThrow('throttled');
  });
});
