import { isOpen, type Order } from '../../../domain/order/order.ts';
import { cancelOrder } from '../../../domain/serving/cancel-order.ts';
import { listOrders } from '../../../domain/serving/list-orders.ts';
import { readOrder } from '../../../domain/serving/read-order.ts';
import { httpCall } from '../platform/http-call.ts';
import type { Process } from '../platform/process.ts';
import type { Shop } from '../world.ts';

/** The order as the customer was answered, if so. */
export async function cancel(shop: Shop, owner: string, id: string): Promise<Order | undefined> {
  const answer = await httpCall(
    shop,
    `${owner} cancels ${id}`,
    (process) => cancelAt(shop, process, owner, id),
    ({ outcome }, process) => {
      const order = shop.table.get(id);
      const isEnded = order !== undefined && !isOpen(order);
      const isTrue =
        outcome === 'cancelled' ? order?.status === 'cancelled' : outcome === 'too-late' && isEnded;
      const told = () => `${process.name}: answered ${outcome}, and it is ${order?.status}`;
      // Nobody else's doing: an order that was given up may be handled again.
      const isRedriven = shop.promises.redriven.has(id);
      shop.verdict.expect(isTrue || isRedriven, 'P1 accepted orders end once', told);
    },
  );
  return answer.outcome === 'answered' && answer.value.outcome !== 'unknown' ? answer.value.order : undefined;
}

/** What the customer knows never becomes untrue. */
export async function readAll(shop: Shop, owner: string, known: ReadonlyMap<string, number>): Promise<void> {
  for (const [id, version] of known) {
    await httpCall(
      shop,
      `${owner} reads ${id}`,
      (process) => readOrder(shop.table.book(process), owner, id),
      (order, process) => {
        const told = () => `${process.name}: v${order?.version} after v${version}`;
        const isNoOlder = (order?.version ?? 0) >= version;
        shop.verdict.expect(isNoOlder, 'P2 versions rise, progress never falls', told);
      },
    );
  }
}

export async function list(shop: Shop, owner: string): Promise<void> {
  await httpCall(
    shop,
    `${owner} lists`,
    (process) => {
      const listing = { orders: shop.table.book(process), open: shop.table.open(process) };
      return listOrders(listing, owner, { limit: 10 });
    },
    ({ orders }, process) => {
      const told = () => `${process.name}: ${orders.map(({ id }) => id)}`;
      const isOwn = orders.every((order) => order.owner === owner);
      shop.verdict.expect(isOwn, 'P5 nobody hears of others', told);
    },
  );
}

/** With another customer's order. */
export async function meddle(shop: Shop, owner: string, id: string): Promise<void> {
  await httpCall(
    shop,
    `${owner} meddles with ${id}`,
    async (process) => {
      const read = await readOrder(shop.table.book(process), owner, id);
      const { outcome } = await cancelAt(shop, process, owner, id);
      return { read, outcome };
    },
    ({ read, outcome }, process) => {
      const told = () => `${process.name}: reads ${read?.status}, cancels: ${outcome}`;
      const isRefused = read === undefined && outcome === 'unknown';
      shop.verdict.expect(isRefused, 'P5 nobody hears of others', told);
    },
  );
}

function cancelAt({ table }: Shop, process: Process, owner: string, id: string) {
  return cancelOrder({ orders: table.book(process), clock: process.clock }, owner, id);
}
