import type { OpenOrder, Order } from '../../domain/order/order.ts';
import { transition } from '../../domain/order/transition.ts';
import { stepStatusesOf } from '../../domain/task.ts';
import { task } from './a-task.ts';
import { orderAtStep, queuedOrder, t0 } from './an-order.ts';

const request = { paper: 'matte', size: 'medium', name: 'Shawn' };

const underWay = stepStatusesOf(task).map((status) =>
  orderAtStep(1, { request, steps: [{ status, kind: 'timed', seconds: 5 }] }),
);

const failure = { title: 'Out of beans', detail: 'Come back tomorrow.' };

/** One order for each status that an order can have. */
export const orderInEveryStatus: readonly Order[] = [
  queuedOrder({ request }),
  ...underWay,
  end({ to: 'next', result: { code: 'A2B3' } }),
  end({ to: 'failed', failure }),
  end({ to: 'cancelled' }),
];

export function orderIn(status: string): Order {
  const order = orderInEveryStatus.find((one) => one.status === status);
  if (!order) throw new Error(`no order is ${status}`);
  return order;
}

function end(change: Parameters<typeof transition>[1]): Order {
  return transition(orderAtStep(3) as OpenOrder, change, t0 + 60_000);
}
