import { type CoffeeClient, hasEnded, type OrderUpdate } from '../../coffee/client/index.ts';

/** Hears of all orders until so many of them have ended. */
export async function hearUntilEnded(client: CoffeeClient, count: number): Promise<readonly OrderUpdate[]> {
  const heard: OrderUpdate[] = [];
  for await (const update of client.watchAll()) {
    heard.push(update);
    if (heard.filter(({ order }) => hasEnded(order)).length === count) break;
  }
  return heard;
}

/** All statuses that were heard, of one order if `id` says which. */
export function statusesIn(heard: readonly OrderUpdate[], id?: string): readonly string[] {
  const updates = heard.filter(({ order }) => id === undefined || order.id === id);
  return updates.flatMap(({ statuses }) => statuses.map(({ status }) => status));
}
