import { ProblemError } from '../coffee/client/index.ts';
import { isPresent } from './order-store.ts';
import { pageSize, type Shop } from './shop.ts';
import { untilItWorks } from './until-it-works.ts';

/**
 * Keeps the orders current for as long as the page is open. What the shop does not have any more, restarted without its
 * data for one, is forgotten.
 */
export function followOrders(
  { client, signIn, clock, orders }: Shop,
  onTrouble: (error: unknown) => void,
): void {
  const signedOut = new AbortController();
  let catchingUp = new AbortController();
  signIn.onEnd(() => signedOut.abort());
  // What ended before the line stood, the line does not tell.
  client.onState((state) => {
    if (state !== 'online' && state !== 'polling') return;
    catchingUp.abort();
    catchingUp = new AbortController();
    const signal = AbortSignal.any([signedOut.signal, catchingUp.signal]);
    untilItWorks(() => catchUp(signal), onTrouble, signal).catch(() => {});
  });
  void follow().catch((error) => {
    if (!signedOut.signal.aborted) onTrouble(error);
  });

  async function follow(): Promise<void> {
    for await (const { order, message } of client.watchAll(signedOut)) {
      clock.heardOf(Date.parse(order.updatedAt));
      orders.take(order, message);
    }
  }

  async function catchUp(signal: AbortSignal): Promise<void> {
    const before = presentIds();
    const listed = await readBook(signal);
    for (const id of before) if (!listed.has(id)) await askFor(id, signal);
  }

  /** As far back as there is anything on a page that is not over. */
  async function readBook(signal: AbortSignal): Promise<ReadonlySet<string>> {
    const listed = new Set<string>();
    for await (const { items } of client.pages({ limit: pageSize }, { signal })) {
      for (const order of items) {
        orders.take(order);
        listed.add(order.id);
      }
      const now = clock.now();
      if (!items.some((order) => isPresent(order, now))) break;
    }
    return listed;
  }

  async function askFor(id: string, signal: AbortSignal): Promise<void> {
    try {
      orders.take(await client.get(id, { signal }));
    } catch (error) {
      if (!(error instanceof ProblemError && error.status === 404)) throw error;
      orders.forget(id);
    }
  }

  function presentIds(): readonly string[] {
    const now = clock.now();
    const present = orders.all().filter(({ order }) => isPresent(order, now));
    return present.map(({ order }) => order.id);
  }
}
