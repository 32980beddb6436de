import { isDeepStrictEqual } from 'node:util';

/** As on the wire: `{ S: 'text' }`, `{ N: '1' }`. */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, AttributeValue>>;

export function sameItem(one: Item | undefined, other: Item | undefined): boolean {
  return isDeepStrictEqual(one, other);
}

/** The attributes of `item` that make up its primary key. */
export function keyOf(item: Item, keyNames: readonly string[]): Item {
  return Object.fromEntries(
    keyNames.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])),
  );
}
