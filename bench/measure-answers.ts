import type { Customer } from './customer.ts';
import { type Finding, timing } from './finding.ts';

/** How fast `POST /orders` is answered once all processes have started. */
export async function measureAnswers(customer: Customer): Promise<Finding[]> {
  await timed(customer, 60, 20);
  return [
    timing('POST /orders, one after the other', await timed(customer, 200, 1), 25),
    timing('POST /orders, 20 at once', await timed(customer, 400, 20)),
  ];
}

/** The times of `count` orders, `atOnce` at a time; afterwards all are ready. */
async function timed(customer: Customer, count: number, atOnce: number): Promise<number[]> {
  const times: number[] = [];
  const ids: string[] = [];
  const lane = async () => {
    while (times.length + atOnce <= count) {
      const { order, tookMs } = await customer.order('espresso');
      ids.push(order.id);
      times.push(tookMs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  await customer.untilReady(ids);
  return times;
}
