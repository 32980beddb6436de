import type { CoffeeClient } from '../coffee/client/index.ts';
import { UsageError } from './usage-error.ts';

const wholeId = 36;
/** As many as fit on a line or two. */
const maxNamed = 5;

/** What may be the beginning of an id. */
export function idPrefix(text: string): string {
  const prefix = text.toLowerCase();
  if (/^[\da-f][\da-f-]{0,35}$/.test(prefix)) return prefix;
  throw new UsageError(`${text} is not an order’s id, nor the beginning of one`);
}

/** The one id among these that begins so. Throws when there is none, which is what `whose` says, and when there are several. */
export function onlyId(ids: readonly string[], prefix: string, whose: string): string {
  const [found, ...others] = new Set(ids.filter((id) => id.startsWith(prefix)));
  if (found === undefined) throw new Error(`${whose} begins with ${prefix}`);
  if (others.length === 0) return found;
  const more = others.length >= maxNamed ? ` and ${others.length + 1 - maxNamed} more` : '';
  const named = [found, ...others].slice(0, maxNamed).join(', ');
  throw new Error(`several orders begin with ${prefix}: ${named}${more}`);
}

/** The id of the customer's order that begins so; a whole one is taken as it is. */
export async function ownOrderId(client: CoffeeClient, prefix: string, signal: AbortSignal): Promise<string> {
  if (prefix.length === wholeId) return prefix;
  const pages = await Array.fromAsync(client.pages({ limit: 100 }, { signal }));
  const ids = pages.flatMap(({ items }) => items.map(({ id }) => id));
  return onlyId(ids, prefix, 'none of your orders’ ids');
}
