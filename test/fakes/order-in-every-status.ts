import type { OpenOrder, Order, OrderStatus } from '../../domain/order.ts';
import { stepStatuses } from '../../domain/step.ts';
import { transition } from '../../domain/transition.ts';
import { orderAtStep, queuedOrder, t0 } from './an-order.ts';

const underWay = stepStatuses.map((status) =>
  orderAtStep(1, { name: 'Shawn', steps: [{ status, kind: 'timed', seconds: 5 }] }),
);

const failure = { title: 'Out of beans', detail: 'Come back tomorrow.' };

/** One order for each status that an order can have. */
export const orderInEveryStatus: readonly Order[] = [
  queuedOrder({ name: 'Shawn' }),
  ...underWay,
  end({ to: 'next', result: { pickupCode: 'A2B3' } }),
  end({ to: 'failed', failure }),
  end({ to: 'cancelled' }),
];

export function orderIn(status: OrderStatus): Order {
  const order = orderInEveryStatus.find((one) => one.status === status);
  if (!order) throw new Error(`no order is ${status}`);
  return order;
}

function end(change: Parameters<typeof transition>[1]): Order {
  return transition(orderAtStep(3) as OpenOrder, change, t0 + 60_000);
}
