import type { DynamoDBRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CloudEvent } from '../../../domain/order/events.ts';
import { transition } from '../../../domain/order/transition.ts';
import { createUpdatePublisher } from '../../../lambdas/notify/update-publisher.ts';
import { task } from '../../fakes/a-task.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryConnectionRepository } from '../../fakes/in-memory-connection-repository.ts';
import { InMemorySockets } from '../../fakes/in-memory-sockets.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { aContext } from '../a-context.ts';
import { captureLogs } from '../captured-logs.ts';
import { poisoned, sequenceNumber, streamEvent, written } from '../events/stream-event.ts';

const idOf = (n: number) => `0197f3a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [one, two] = [idOf(1), idOf(2)];
const none = { batchItemFailures: [] };
const failedFrom = (n: number) => ({ batchItemFailures: [{ itemIdentifier: sequenceNumber(n) }] });

let sockets: InMemorySockets;
let inbox: readonly object[];
let logs: unknown[][];
let connections: InMemoryConnectionRepository;

beforeEach(async () => {
  sockets = new InMemorySockets();
  connections = new InMemoryConnectionRepository();
  inbox = sockets.open('c1');
  await connections.add({ owner: 'shawn', connectionId: 'c1', connectedAt: t0, expiresAt: t0 + 1 });
  logs = captureLogs();
});

function publishUpdate(records: readonly DynamoDBRecord[], post = sockets.post.bind(sockets)) {
  const close = () => Promise.resolve();
  const ports = { task, connections, sockets: { post, close }, clock: new ManualClock(t0) };
  return createUpdatePublisher(ports)(streamEvent(records), aContext());
}

/** Posts that fail for these events. */
function exceptFor(...ids: string[]) {
  return (connectionId: string, message: object) =>
    ids.includes((message as CloudEvent).id)
      ? Promise.reject(new Error('no way'))
      : sockets.post(connectionId, message);
}

const heard = () => inbox.map((event) => (event as CloudEvent).id);
const queued = (id: string) => written(queuedOrder({ id }));
const atStep = (id: string, step: number) => written(orderAtStep(step, { id }));

describe('the publisher', () => {
  it('tells every change in order', async () => {
    expect(await publishUpdate([queued(one), atStep(one, 1), atStep(one, 2)])).toEqual(none);
    expect(heard()).toEqual([`${one}:1`, `${one}:2`, `${one}:3`]);
  });

  it('keeps the order of one order though an earlier post is slower (fault 27)', async () => {
    const slowFirst = async (connectionId: string, message: object) => {
      if ((message as CloudEvent).id === `${one}:1`) await new Promise((resolve) => setImmediate(resolve));
      return sockets.post(connectionId, message);
    };
    await publishUpdate([queued(one), atStep(one, 1)], slowFirst);
    expect(heard()).toEqual([`${one}:1`, `${one}:2`]);
  });

  it('lets no order wait for another', async () => {
    const stuck = Promise.withResolvers<void>();
    const post = async (connectionId: string, message: object) => {
      if ((message as CloudEvent).subject === one) await stuck.promise;
      return sockets.post(connectionId, message);
    };
    const published = publishUpdate([queued(one), queued(two), atStep(two, 1)], post);
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard()).toEqual([`${two}:1`, `${two}:2`]);
    stuck.resolve();
    expect(await published).toEqual(none);
  });

  it('reports the first record that failed, and tells nothing of that order behind it', async () => {
    const records = [queued(two), queued(one), atStep(one, 1), atStep(two, 1)];
    expect(await publishUpdate(records, exceptFor(`${one}:1`, `${two}:2`))).toEqual(failedFrom(1));
    expect(heard()).toEqual([`${two}:1`]);
  });

  it('goes on telling other orders behind a failure', async () => {
    expect(await publishUpdate([queued(one), queued(two)], exceptFor(`${one}:1`))).toEqual(failedFrom(0));
    expect(heard()).toEqual([`${two}:1`]);
  });

  it('reports a record whose image is no order (fault 28)', async () => {
    const poison = poisoned(queuedOrder({ id: one }));
    expect(await publishUpdate([queued(two), poison, atStep(two, 1)])).toEqual(failedFrom(1));
    expect(heard()).toEqual([`${two}:1`, `${two}:2`]);
    const bare = { ...poison, dynamodb: {} };
    expect(await publishUpdate([bare])).toEqual(failedFrom(0));
  });

  it('is content when nobody listens', async () => {
    expect(await publishUpdate([written(queuedOrder({ owner: 'gus' }))])).toEqual(none);
  });

  it('logs how far the end of an order went, and its way there for those who debug', async () => {
    const order = queuedOrder({ id: one });
    await publishUpdate([written(order), written(transition(order, { to: 'cancelled' }, t0))]);
    const published = { message: 'published', orderId: one, sent: 1 };
    expect(console.debug).toHaveBeenCalledExactlyOnceWith({ ...published, status: 'queued', version: 1 });
    expect(console.info).toHaveBeenCalledExactlyOnceWith({ ...published, status: 'cancelled', version: 2 });
  });

  it('logs what went wrong, with order and record', async () => {
    await publishUpdate([queued(one)], exceptFor(`${one}:1`));
    const record = queued(one).eventID;
    expect(logs).toMatchObject([
      [
        {
          message: 'announcement failed',
          orderId: one,
          record,
          error: expect.any(AggregateError),
          causes: [expect.any(Error)],
        },
      ],
    ]);
  });
});
