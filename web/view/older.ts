import { pageSize, type Shop } from '../shop.ts';
import { find } from './find.ts';
import { once } from './once.ts';

/** Brings more of the book each time it is asked for. */
export function offerOlder(
  { client, orders }: Shop,
  attempt: (action: () => Promise<void>) => Promise<unknown>,
): void {
  const button = find('#more');
  let cursor: string | undefined;
  let isAllRead = false;
  orders.onChange(() => {
    button.hidden = isAllRead || orders.all().length < pageSize;
  });
  button.addEventListener('click', () => void once(button, () => attempt(readOn)));

  /** Past what is known already. */
  async function readOn(): Promise<void> {
    const known = orders.all().length;
    do {
      const { items, nextCursor } = await client.list({ limit: pageSize, ...(cursor && { cursor }) });
      for (const order of items) orders.take(order);
      cursor = nextCursor;
    } while (cursor !== undefined && orders.all().length === known);
    isAllRead = cursor === undefined;
    button.hidden = isAllRead;
  }
}
