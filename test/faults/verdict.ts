import { isOpen, type Order } from '../../domain/order/order.ts';
import { atMost } from '../../packages/local-cloud/src/event-sources/at-most.ts';
import type { Customer } from './customer.ts';
import { type Load, missedBy } from './load.ts';
import { type Shop, storedOrders } from './shop.ts';

/** What became of a load. */
export interface Verdict {
  readonly accepted: number;
  readonly terminal: number;
  readonly lost: number;
  readonly ready: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Messages that were worked and changed nothing: their step had been started, or their order had ended. */
  readonly suppressed: number;
  /** The most often that one order was brought to one status. */
  readonly effects: number;
  /** Orders whose end a customer does not know of after asking. */
  readonly missed: number;
  /** By promise of DESIGN.md, P1 to P5: how it was broken. */
  readonly broken: Readonly<Record<string, readonly string[]>>;
}

/** What became of several loads together. */
export function sumOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((one, other) => ({
    accepted: one.accepted + other.accepted,
    terminal: one.terminal + other.terminal,
    lost: one.lost + other.lost,
    ready: one.ready + other.ready,
    failed: one.failed + other.failed,
    cancelled: one.cancelled + other.cancelled,
    suppressed: one.suppressed + other.suppressed,
    effects: Math.max(one.effects, other.effects),
    missed: one.missed + other.missed,
    broken: Object.fromEntries(
      Object.keys(one.broken).map((name) => [name, [one, other].flatMap(({ broken }) => broken[name] ?? [])]),
    ),
  }));
}

/** Milliseconds. A claim whose answer is lost is watched for half a minute, and twice as long when the next one is, too. */
const patience = 300_000;

/** Waits for the orders of a load to end, and judges by the table and by what the customers heard. */
export async function judge(shop: Shop, load: Load): Promise<Verdict> {
  await shop.audit.untilEnded(load.accepted, patience);
  const unheard = await notHeardOnTheLine(shop, load);
  await load.finish();
  const stored = new Map(
    (await storedOrders(shop.table, shop.ordersTable)).map((order) => [order.id, order]),
  );
  const orders = load.accepted.flatMap((id) => stored.get(id) ?? []);
  const ended = orders.filter((order) => !isOpen(order));
  const missed = load.customers.flatMap((customer) => missedBy(shop, customer));
  const violations = (promise: string) =>
    shop.audit.violations
      .filter((one) => one.promise === promise && load.accepted.includes(one.orderId))
      .map(({ orderId, what }) => `order ${orderId}: ${what}`);
  const count = (status: string) => orders.filter((order) => order.status === status).length;
  return {
    accepted: load.accepted.length,
    terminal: ended.length,
    lost: load.accepted.length - ended.length,
    ready: count('ready'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    suppressed: shop.logged.filter(changedNothing).length,
    effects: Math.max(0, ...orders.map(mostEffects)),
    missed: missed.length,
    broken: {
      P1: load.accepted
        .filter((id) => !ended.some((order) => order.id === id))
        .map((id) => endless(id, stored.get(id))),
      P2: violations('P2'),
      P3: [...violations('P3'), ...orders.flatMap(effectBreaches)],
      P4: [...missed, ...unheard].map((id) => `the newest of ${id} was not heard`),
      P5: (await Promise.all(load.customers.map((one) => intrusions(one, load, stored)))).flat(),
    },
  };
}

function changedNothing({ message }: Shop['logged'][number]): boolean {
  return ['dropped', 'passed-on'].includes(String(message.message));
}

function endless(id: string, order: Order | undefined): string {
  return order
    ? `${id} is ${order.status} at step ${order.step}, revision ${order.revision}`
    : `${id} is gone`;
}

/** Whoever stays on the line need not ask. */
async function notHeardOnTheLine(
  shop: Shop,
  { steady, customers: [customer] }: Load,
): Promise<readonly string[]> {
  if (!customer) return [];
  await atMost(
    30_000,
    Promise.race([steady.until(() => missedBy(shop, customer).length === 0), steady.closed]),
  );
  return steady.isOpen ? missedBy(shop, customer) : [];
}

function mostEffects({ history }: Order): number {
  return Math.max(...history.map(({ status }) => history.filter((one) => one.status === status).length));
}

/** A ready order has been through its recipe, step by step, once; any other through a part of it. */
function effectBreaches(order: Order): string[] {
  const recipe = ['queued', ...order.steps.map(({ status }) => status)];
  const done = order.history.map(({ status }) => status).filter((status) => recipe.includes(status));
  const expected = order.status === 'ready' ? recipe : recipe.slice(0, done.length);
  return done.join() === expected.join() ? [] : [`${order.id} went through ${done.join()}`];
}

/** What a customer heard or may read of others' orders. */
async function intrusions(
  customer: Customer,
  { accepted }: Load,
  stored: ReadonlyMap<string, Order>,
): Promise<readonly string[]> {
  const heard = customer.lines.flatMap((line) => line.heard.map(({ subject }) => subject));
  const foreign = heard.filter((id) => stored.get(id)?.owner !== customer.name);
  const other = accepted.find((id) => !customer.accepted.has(id));
  const { status } = await customer.call('GET', `/orders/${other}`);
  return [
    ...foreign.map((id) => `${customer.name} heard of ${id}`),
    ...(status === 404 ? [] : [`${customer.name} was answered ${status} for ${other}`]),
  ];
}
