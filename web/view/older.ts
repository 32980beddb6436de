import type { OrderPage } from '../../client/index.ts';
import { pageSize, type Shop } from '../shop.ts';
import { find } from './find.ts';

/** Brings another page of the book each time it is asked for. */
export function offerOlder(
  { client, orders }: Shop,
  attempt: (action: () => Promise<void>) => Promise<void>,
): void {
  const button = find<HTMLButtonElement>('#more');
  let page: OrderPage | undefined;
  orders.onChange(() => {
    button.hidden = page ? page.nextCursor === undefined : orders.all().length < pageSize;
  });
  button.addEventListener('click', () => attempt(readOn));

  async function readOn(): Promise<void> {
    button.disabled = true;
    page ??= await client.list({ limit: pageSize });
    const { nextCursor } = page;
    if (nextCursor !== undefined) page = await client.list({ limit: pageSize, cursor: nextCursor });
    for (const order of page.items) orders.take(order);
    button.hidden = page.nextCursor === undefined;
    button.disabled = false;
  }
}
