import { expect, it, onTestFinished, vi } from 'vitest';
import { createSocket } from '../../lambdas/notify/socket.ts';
import { task } from '../fakes/a-task.ts';
import { queuedOrder, t0 } from '../fakes/an-order.ts';
import { InMemoryConnectionRepository } from '../fakes/in-memory-connection-repository.ts';
import { InMemoryOrderRepository } from '../fakes/in-memory-order-repository.ts';
import { InMemorySockets } from '../fakes/in-memory-sockets.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { aContext } from './a-context.ts';
import { anOrderApi } from './api/an-order-api.ts';
import { says } from './events/socket-event.ts';

const order = queuedOrder();
const absent = '0197f3a0-0000-7000-8000-0000000000ff';
const guesser = 'gus';

type Ask = (orders: InMemoryOrderRepository, id: string) => Promise<unknown>;

const byHttp =
  (method: 'GET' | 'DELETE'): Ask =>
  (orders, id) =>
    anOrderApi({ orders }).ask({ method, path: `/orders/${id}`, owner: guesser });

const bySync: Ask = async (orders, id) => {
  const sockets = new InMemorySockets();
  const heard = sockets.open('c1');
  const connections = new InMemoryConnectionRepository();
  await connections.add({ owner: guesser, connectionId: 'c1', connectedAt: t0, expiresAt: t0 + 1 });
  const ports = {
    tasks: new Map([[task.name, { task, orders, open: orders, connections }]]),
    sockets,
    clock: new ManualClock(t0),
  };
  const message = says({ action: 'sync', seen: { [id]: 0 } }, { owner: guesser, connectionId: 'c1' });
  return { answer: await createSocket(ports)(message, aContext()), heard };
};

/** The answer, and what was asked of the table for it: that is what takes time. */
async function outcomeOf(ask: Ask, id: string) {
  const orders = new InMemoryOrderRepository();
  await orders.create(order);
  const methods = (['get', 'create', 'save', 'listByOwner', 'byOwner'] as const).map((name) =>
    vi.spyOn(orders, name),
  );
  onTestFinished(() => void vi.restoreAllMocks());
  const answer = await ask(orders, id);
  const calls = methods.map((method) =>
    method.mock.calls.map(([first]) => (first === id ? 'the id' : first)),
  );
  return { answer, calls };
}

it.each([
  ['GET', byHttp('GET')],
  ['DELETE', byHttp('DELETE')],
  ['sync', bySync],
])("%s of another's order is answered as that of none, and for the same calls (fault 42)", async (_, ask) => {
  const [another, none] = [await outcomeOf(ask, order.id), await outcomeOf(ask, absent)];
  expect(another).toEqual(none);
  expect(another.calls[0]).toEqual(['the id']);
});
