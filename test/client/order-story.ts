import { randomUUID } from 'node:crypto';
import type { PublicOrder } from '../../coffee/client/index.ts';
import { coffee as task } from '../../coffee/task.ts';
import { type CloudEvent as EventOf, eventOf } from '../../domain/order/events.ts';
import { isOpen, type Order, type QueuedOrder } from '../../domain/order/order.ts';
import { toPublic } from '../../domain/order/public-order.ts';
import { transition } from '../../domain/order/transition.ts';
import { queuedOrder, t0 } from '../fakes/an-order.ts';

export type CloudEvent = EventOf<typeof task>;

const steps = [
  { status: 'grinding', kind: 'timed', seconds: 4 },
  { status: 'brewing', kind: 'timed', seconds: 6 },
  { status: 'labelling', kind: 'work', seconds: 2 },
] as const;

function latte(fields: Partial<QueuedOrder> = {}): QueuedOrder {
  return queuedOrder({ request: { drink: 'latte', size: 'medium' }, steps, ...fields });
}

/** One order from queued to ready: every version, as it is told. */
export function storyOf(id: string = randomUUID()): readonly CloudEvent[] {
  return versionsOf(id).map((order) => eventOf(task, order));
}

/** The end of an order whose result is too large to be told: how it is told, and the order. */
export function largeEnding(): { readonly told: CloudEvent; readonly order: PublicOrder } {
  const [ready] = versionsOf(randomUUID()).slice(-1) as [Order];
  const large = { ...ready, results: { labelling: { label: 'x'.repeat(200_000) } } };
  return { told: eventOf(task, large), order: toPublic(task, large) };
}

function versionsOf(id: string): readonly Order[] {
  const versions: Order[] = [latte({ id })];
  for (let last = versions[0]; last && isOpen(last); last = versions.at(-1)) {
    versions.push(transition(last, { to: 'next' }, t0 + versions.length * 1000));
  }
  return versions;
}

/** The order at one status of its story. */
export function orderOf(status: PublicOrder['status'], id?: string): PublicOrder {
  const event = storyOf(id).find(({ data }) => data.order.status === status);
  return event?.data.order ?? toPublic(task, transition(latte(id ? { id } : {}), ending(status), t0 + 1000));
}

function ending(status: PublicOrder['status']) {
  if (status === 'cancelled') return { to: 'cancelled' } as const;
  if (status === 'failed')
    return { to: 'failed', failure: { title: 'No beans', detail: 'Sold out.' } } as const;
  throw new Error(`the story has no ${status}`);
}
