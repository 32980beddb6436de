import type { Customer } from './customer.ts';
import { type Finding, timing } from './finding.ts';

/** How fast `POST /orders` is answered once all processes have started; meanwhile what was ordered is brewed. */
export async function measureAnswers(customer: Customer): Promise<Finding[]> {
  await timed(customer, 60, 20);
  return [
    timing('POST /orders, one after the other', await timed(customer, 200, 1), 25),
    timing('POST /orders, 20 at once', await timed(customer, 400, 20)),
  ];
}

/** The times of `count` orders, `atOnce` at a time. */
async function timed(customer: Customer, count: number, atOnce: number): Promise<number[]> {
  const times: number[] = [];
  const lane = async () => {
    while (times.length + atOnce <= count) times.push((await customer.order('latte')).tookMs);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return times;
}
