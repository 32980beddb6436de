import { afterEach, expect, inject } from 'vitest';
import { Visitor, type VisitorOptions } from './visitor.ts';

const visitors: Visitor[] = [];

/** Everybody leaves after each test, and nobody's browser may have had anything to complain of. */
afterEach(async () => {
  const complaints = visitors.flatMap((visitor) => visitor.complaints);
  await Promise.all(visitors.splice(0).map((visitor) => visitor.leave()));
  expect(complaints).toEqual([]);
});

export async function arrive(options: VisitorOptions = {}): Promise<Visitor> {
  const visitor = await Visitor.arrive(options);
  visitors.push(visitor);
  return visitor;
}

/** At the shop where an order stays under way until it is cancelled. */
export function arriveAtSlowShop(options: VisitorOptions = {}): Promise<Visitor> {
  return arrive({ ...options, url: inject('slowPageUrl') });
}

/** In the same browser. */
export async function openTab({ context }: Visitor, path = '/'): Promise<Visitor> {
  const tab = await Visitor.open(context, path);
  visitors.push(tab);
  return tab;
}
