import { expect, it } from 'vitest';
import type { CloudEvent } from '../../../domain/order/events.ts';
import { transition } from '../../../domain/order/transition.ts';
import { publishUpdate } from '../../../domain/serving/publish-update.ts';
import { sync } from '../../../domain/serving/sync.ts';
import { task } from '../../fakes/a-task.ts';
import { orderAtStep, t0 } from '../../fakes/an-order.ts';
import { InMemoryConnectionRepository } from '../../fakes/in-memory-connection-repository.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemorySockets } from '../../fakes/in-memory-sockets.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

type Story = readonly [what: string, happens: () => Promise<unknown>][];

/** Two stories told as one, in every way that keeps the order of each. */
function* merged(one: Story, other: Story): Generator<Story> {
  const [first, ...rest] = one;
  const [second, ...others] = other;
  if (!first || !second) return yield [...one, ...other];
  for (const story of merged(rest, other)) yield [first, ...story];
  for (const story of merged(one, others)) yield [second, ...story];
}

/** A customer who has ordered connects and asks, while the print gets ready and is published. */
function bothStories() {
  const deps = orderAtStep(3);
  const ready = transition(deps, { to: 'next' }, t0);
  const orders = new InMemoryOrderRepository();
  const connections = new InMemoryConnectionRepository();
  const sockets = new InMemorySockets();
  const clock = new ManualClock(t0);
  const connection = { owner: deps.owner, connectionId: 'c1', connectedAt: t0, expiresAt: t0 + 3_600_000 };
  let inbox: readonly object[] = [];
  const answer: object[] = [];
  const keep = (_: string, event: object) => {
    answer.push(event);
    return Promise.resolve('sent' as const);
  };

  const customer: Story = [
    ['is on the books', () => connections.add(connection)],
    ['is connected', async () => (inbox = sockets.open('c1'))],
    [
      'asks',
      async () => {
        const later = { ...sockets, post: keep, close: () => Promise.resolve() };
        const request = { owner: deps.owner, connectionId: 'c1', seen: { [deps.id]: 1 } };
        const budget = { page: 50, orders: 100, until: t0 + 1 };
        await sync({ task, orders, open: orders, sockets: later, clock }, request, budget);
      },
    ],
    ['is answered', () => Promise.all(answer.map((event) => sockets.post('c1', event)))],
  ];
  const print: Story = [
    ['ready', () => orders.save(ready, deps)],
    ['published', () => publishUpdate({ task, connections, sockets, clock }, ready)],
  ];
  const heard = () => inbox.map((event) => (event as CloudEvent).type);
  return { customer, print, heard, open: () => orders.create(deps) };
}

it('print that gets ready before, during or after connecting and sync is heard of (P4, fault 31)', async () => {
  const { customer, print } = bothStories();
  const ways = [...merged(customer, print)].length;
  expect(ways).toBe(15);
  for (let way = 0; way < ways; way++) {
    const stories = bothStories();
    await stories.open();
    const story = [...merged(stories.customer, stories.print)][way] ?? [];
    for (const [, happens] of story) await happens();
    const told = story.map(([what]) => what).join(', ');
    expect(stories.heard(), told).toContain('print.ready');
  }
});
