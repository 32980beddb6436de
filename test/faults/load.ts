import { setTimeout } from 'node:timers/promises';
import { atMost } from '../../packages/local-cloud/src/event-sources/at-most.ts';
import { seededRandom } from '../../packages/local-cloud/src/faults/random.ts';
import type { Customer } from './customer.ts';
import type { Line } from './line.ts';
import type { Shop } from './shop.ts';

export interface LoadOptions {
  /** Names the customers, so that no two loads share one. */
  readonly name: string;
  readonly seed: number;
  readonly orders: number;
}

/** What customers did to a shop, and what they know in the end. */
export interface Load {
  readonly customers: readonly Customer[];
  /** Ids of all orders that were answered 202. */
  readonly accepted: readonly string[];
  /** Stays on the line from before the first order. */
  readonly steady: Line;
  /** Everybody asks once more for what was missed. To be called when no order changes any more. */
  finish(): Promise<void>;
}

/**
 * Four customers at once: one stays on the line, one loses the network again and again, one sends every order twice
 * with the same Idempotency-Key, one cancels every third order. All insist on a 202.
 */
export async function placeOrders(shop: Shop, { name, seed, orders }: LoadOptions): Promise<Load> {
  const random = seededRandom(`${name}/${seed}`);
  const share = Math.ceil(orders / 4);
  const names = ['steady', 'restless', 'twice', 'fickle'].map((who) => `${name}-${who}`);
  const customers = await Promise.all(names.map((one) => shop.customer(one)));
  const [steadyOne, restless, twice, fickle] = customers as [Customer, Customer, Customer, Customer];
  const steady = await steadyOne.connect();
  const leaving = new AbortController();
  const reconnecting = comeAndGo(restless, leaving.signal);

  const drink = () => (random() < 0.5 ? 'espresso' : 'latte');
  const times = async (customer: Customer, order: (n: number) => Promise<unknown>) => {
    await customer.connect();
    for (let n = 0; n < share; n++) await order(n);
  };
  await Promise.all([
    times(steadyOne, () => steadyOne.order(drink())),
    times(restless, () => restless.order(drink())),
    times(twice, () => orderTwice(twice, drink())),
    times(fickle, (n) => orderAndThinkAgain(fickle, drink(), n % 3 === 0)),
  ]);

  return {
    customers,
    steady,
    accepted: customers.flatMap(({ accepted }) => [...accepted]),
    async finish() {
      leaving.abort();
      await reconnecting;
      await Promise.all(customers.map((customer) => askForTheRest(shop, customer)));
    },
  };
}

async function orderTwice(customer: Customer, drink: string): Promise<void> {
  const key = crypto.randomUUID();
  const [one, other] = await Promise.all([customer.order(drink, key), customer.order(drink, key)]);
  if (one.id !== other.id) throw new Error(`one key made two orders: ${one.id} and ${other.id}`);
}

async function orderAndThinkAgain(customer: Customer, drink: string, cancels: boolean): Promise<void> {
  const { id } = await customer.order(drink);
  if (cancels) await customer.cancel(id);
}

/** Loses the network every 300 milliseconds, and is back at once. */
async function comeAndGo(customer: Customer, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const line = await customer.connect();
    await setTimeout(300, undefined, { signal }).catch(() => {});
    line.drop();
  }
}

/** One sync with all that was seen, from which everything must become known. */
export async function askForTheRest(shop: Shop, customer: Customer): Promise<void> {
  const line = await customer.connect();
  await atMost(
    10_000,
    line.until(() => missedBy(shop, customer).length === 0),
  );
  line.drop();
}

/** Own orders whose newest version the customer has not heard of. */
export function missedBy({ audit }: Shop, customer: Customer): readonly string[] {
  return [...customer.accepted].filter((id) => customer.seen.get(id) !== audit.orders.get(id)?.version);
}
