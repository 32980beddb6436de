import { beforeEach, describe, expect, it } from 'vitest';
import { PermanentError } from '../../domain/steps/permanent-error.ts';
import { createDeadLetters } from '../../lambdas/brew/dead-letters.ts';
import { createStepWorker } from '../../lambdas/brew/step-worker.ts';
import { createSweeper } from '../../lambdas/brew/sweeper.ts';
import { createAuthorizer } from '../../lambdas/notify/authorizer.ts';
import { createSocket } from '../../lambdas/notify/socket.ts';
import { createUpdatePublisher } from '../../lambdas/notify/update-publisher.ts';
import { task } from '../fakes/a-task.ts';
import { orderAtStep, queuedOrder, t0 } from '../fakes/an-order.ts';
import { InMemoryConnectionRepository } from '../fakes/in-memory-connection-repository.ts';
import { InMemoryOrderRepository } from '../fakes/in-memory-order-repository.ts';
import { InMemorySockets } from '../fakes/in-memory-sockets.ts';
import { InMemoryStepQueue } from '../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { UnreachableOrderRepository } from '../fakes/unreachable-order-repository.ts';
import { aContext } from './a-context.ts';
import { anOrderApi, postOf } from './api/an-order-api.ts';
import { captureLogs, textOf } from './captured-logs.ts';
import { authorizerEvent } from './events/authorizer-event.ts';
import { says, socketEvent } from './events/socket-event.ts';
import { sqsEvent } from './events/sqs-event.ts';
import { poisoned, streamEvent, written } from './events/stream-event.ts';

const owner = 'owner-7f3';
const name = 'Carlton Spencer';
const key = 'idempotency-5c1';
const personal = { owner, name };
const secrets = new RegExp([owner, name, key, 'secret-token', '203\\.0\\.113'].join('|'));

let logs: unknown[][];

beforeEach(() => {
  logs = captureLogs();
});

/** What Lambda's JSON log format makes of a call: one entry, one line. */
function expectHarmless(atLeast = 1): void {
  expect(logs.length).toBeGreaterThanOrEqual(atLeast);
  expect(textOf(logs)).not.toMatch(secrets);
  for (const call of logs) {
    expect(call).toHaveLength(1);
    expect(JSON.stringify(call[0])).toMatch(/^\{"message":"[^"]+".*\}$/);
  }
}

const messageOf = ({ id }: { id: string }, step: number) => ({ v: 2, orderId: id, step, requeues: 0 });
const extendVisibility = () => Promise.resolve();
const clock = new ManualClock(t0);

describe('an event is one log entry without token, key or personal data (faults 49 and 50)', () => {
  it('of the api, whether it succeeds, refuses or fails', async () => {
    const requests = [
      postOf({ paper: 'matte', name }, { 'idempotency-key': key }),
      postOf({ paper: name, [name]: name }),
      postOf(`{"name":"${name}"`),
      { path: '/orders' },
      { method: 'DELETE' as const, path: '/orders/0197f3a0-0000-7000-8000-000000000001' },
      { path: '/orders/0197f3a0-0000-7000-8000-000000000001' },
      { path: `/${name}`, routeKey: '$default' },
    ];
    for (const orders of [new InMemoryOrderRepository(), new UnreachableOrderRepository()]) {
      const { ask } = anOrderApi({ orders });
      for (const request of requests) await ask({ ...request, owner });
    }
    expectHarmless(3);
  });

  it('of the step worker, whether it succeeds or fails', async () => {
    const orders = new InMemoryOrderRepository();
    const queue = new InMemoryStepQueue();
    const [queued, working] = [
      queuedOrder({ ...personal, id: '0197f3a0-0000-7000-8000-000000000002' }),
      orderAtStep(3, personal),
    ];
    await orders.create(queued);
    await orders.create(working);
    const steps = { packing: () => Promise.reject(new Error('printer jam')) };
    const handleMessage = createStepWorker({
      orders,
      queue,
      clock,
      steps,
      extendVisibility,
      putBack: extendVisibility,
    });
    await handleMessage(sqsEvent([messageOf(queued, 1), messageOf(working, 3), 'garbage']), aContext());
    steps.packing = () => Promise.reject(new PermanentError('Out of ink', 'Come back tomorrow.'));
    await handleMessage(sqsEvent([messageOf(working, 3)]), aContext());
    await createDeadLetters({ orders, queue, clock, keep: extendVisibility, putBack: extendVisibility })(
      sqsEvent([messageOf(queued, 1), 'garbage']),
      aContext(),
    );
    await createSweeper({ orders, queue, clock, overdue: { overdue: () => Promise.resolve([queued.id]) } })(
      {},
      aContext(),
    );
    expectHarmless(7);
  });

  it('of the live updates, whether it succeeds or fails', async () => {
    const connections = new InMemoryConnectionRepository();
    const sockets = new InMemorySockets();
    const order = queuedOrder(personal);
    await connections.add({ owner, connectionId: 'c1', connectedAt: t0, expiresAt: t0 + 1 });
    sockets.open('c1');
    const broken = {
      ...sockets,
      post: () => Promise.reject(new Error('no way to c1')),
      close: extendVisibility,
    };
    for (const way of [sockets, broken]) {
      const publishUpdate = createUpdatePublisher({ task, connections, sockets: way, clock });
      await publishUpdate(streamEvent([written(order), poisoned(order)]), aContext());
    }
    expectHarmless(3);
  });

  it('of a WebSocket, which logs nothing at all', async () => {
    const orders = new InMemoryOrderRepository();
    const ports = {
      tasks: new Map([
        [task.name, { task, orders, open: orders, connections: new InMemoryConnectionRepository() }],
      ]),
      sockets: new InMemorySockets(),
      clock,
    };
    const socket = createSocket(ports);
    await socket(socketEvent({ eventType: 'CONNECT', owner }), aContext());
    await socket(says(name, { owner }), aContext());
    const authorizer = createAuthorizer({
      verify: () => Promise.resolve(undefined),
      allowedOrigins: [],
      tasks: ['print'],
    });
    const asked = authorizerEvent({ 'Sec-WebSocket-Protocol': 'print.v1, bearer.secret-token' });
    await expect(authorizer(asked)).rejects.toThrow(/^Unauthorized$/);
    expect(logs).toEqual([]);
  });
});
