import { beforeEach, describe, expect, it, vi } from 'vitest';
import { eventOf } from '../../../domain/order/events.ts';
import { createSocket } from '../../../lambdas/notify/socket.ts';
import { task } from '../../fakes/a-task.ts';
import { queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryConnectionRepository } from '../../fakes/in-memory-connection-repository.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemorySockets } from '../../fakes/in-memory-sockets.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { aContext } from '../a-context.ts';
import { captureLogs } from '../captured-logs.ts';
import { type SocketRequest, says, socketEvent } from '../events/socket-event.ts';

const minute = 60_000;
const connectionId = 'JXmPLd5sliACGbQ=';
const order = queuedOrder();
const error = { type: 'error', detail: expect.stringMatching(/./) };

const lasting = { connectedAt: t0, expiresAt: t0 + 60 * minute };

let orders: InMemoryOrderRepository;
let connections: InMemoryConnectionRepository;
let sockets: InMemorySockets;
let inbox: readonly object[];

beforeEach(async () => {
  orders = new InMemoryOrderRepository();
  connections = new InMemoryConnectionRepository();
  sockets = new InMemorySockets();
  inbox = sockets.open(connectionId);
  await orders.create(order);
  for (const owner of ['shawn', 'gus']) await connections.add({ owner, connectionId, ...lasting });
});

function send(event: ReturnType<typeof socketEvent>) {
  return createSocket({
    tasks: new Map([[task.name, { task, orders, open: orders, connections }]]),
    sockets,
    clock: new ManualClock(t0),
  })(event, aContext());
}

const connect = (more: Partial<SocketRequest> = {}) => send(socketEvent({ eventType: 'CONNECT', ...more }));
const say = async (body: unknown, more: Partial<SocketRequest> = {}) => {
  expect(await send(says(body, more))).toEqual({ statusCode: 200 });
  return inbox;
};

describe('connecting', () => {
  it('puts the customer on the books and chooses the protocol', async () => {
    expect(await connect()).toEqual({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'print.v1' },
    });
    expect(await connections.byOwner('shawn')).toMatchObject([{ owner: 'shawn', connectionId }]);
  });

  it('lasts as long as the token', async () => {
    await connect({ tokenExpiresAt: t0 + 5 * minute });
    expect(await connections.byOwner('shawn')).toMatchObject([{ expiresAt: t0 + 5 * minute }]);
  });

  it('lasts no longer than API Gateway lets it, so that rows expire without a goodbye (fault 34)', async () => {
    await connect({ tokenExpiresAt: t0 + 24 * 60 * minute });
    expect(await connections.byOwner('shawn')).toMatchObject([{ expiresAt: t0 + 130 * minute }]);
  });

  it.each(['', 'tea'])('is refused to a client that offers no subprotocol of ours: %j', async (task) => {
    expect(await connect({ task, connectionId: 'refused' })).toEqual({ statusCode: 400 });
    expect(await connections.byOwner('shawn')).toMatchObject([{ connectionId }]);
  });
});

describe('disconnecting', () => {
  it('takes the connection off the books, and only that one', async () => {
    await connect();
    await connect({ connectionId: 'other' });
    expect(await send(socketEvent({ eventType: 'DISCONNECT' }))).toEqual({ statusCode: 200 });
    expect(await connections.byOwner('shawn')).toMatchObject([{ connectionId: 'other' }]);
  });
});

describe('a message', () => {
  it('ping is answered with pong', async () => {
    expect(await say({ action: 'ping' })).toEqual([{ type: 'pong' }]);
  });

  it('sync is answered with the open orders', async () => {
    expect(await say({ action: 'sync' })).toEqual([eventOf(task, order)]);
  });

  it('sync is answered with what is newer than seen', async () => {
    const { id } = order;
    const cancelled = { ...order, status: 'cancelled' as const, version: 2, revision: 2 };
    await orders.save(cancelled, order);
    expect(await say({ action: 'sync', seen: { [id]: 2 } })).toEqual([]);
    expect(await say({ action: 'sync', seen: { [id]: 1 } })).toEqual([eventOf(task, cancelled)]);
  });

  it("sync tells nothing of another customer's orders (P5)", async () => {
    expect(await say({ action: 'sync', seen: { [order.id]: 0 } }, { owner: 'gus' })).toEqual([]);
  });

  it('sync may name 80 orders, which fit in 4 KB', async () => {
    const seen = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, n) => [
          `0197f3a0-0000-7000-8000-1${String(n).padStart(11, '0')}`,
          3,
        ]),
      );
    expect(await say({ action: 'sync', seen: seen(80) })).toEqual([eventOf(task, order)]);
    expect(await say({ action: 'sync', seen: seen(81) })).toEqual([eventOf(task, order), error]);
  });

  it.each([
    ['text that is not JSON', 'matte please'],
    ['nothing', ''],
    ['an unknown action', { action: 'dance' }],
    ['no action', { seen: {} }],
    ['an inherited action', { action: 'constructor' }],
    ['an extra field', { action: 'ping', loud: true }],
    ['a list', []],
    ['null', null],
    ['a seen that is a list', { action: 'sync', seen: [1] }],
    ['a seen that is an empty list', { action: 'sync', seen: [] }],
    ['a seen version that is text', { action: 'sync', seen: { [order.id]: '1' } }],
    ['a seen version below 0', { action: 'sync', seen: { [order.id]: -1 } }],
    ['a seen order that is none', { action: 'sync', seen: { matte: 1 } }],
    ['a prototype', '{"action":"ping","__proto__":{"x":1}}'],
    ['deep nesting', '['.repeat(4096)],
    ['closed deep nesting', `${'['.repeat(2000)}${']'.repeat(2000)}`],
  ])('that is %s is answered with an error, and the line stays (fault 38)', async (_, body) => {
    expect(await say(body)).toEqual([error]);
    expect(sockets.isOpen(connectionId)).toBe(true);
  });

  it('over 4 KB is answered with an error, counted in bytes', async () => {
    const ping = (bytes: number) => '{"action":"ping"}'.padEnd(bytes);
    expect(await say(ping(4096))).toEqual([{ type: 'pong' }]);
    expect(await say(ping(4097))).toEqual([{ type: 'pong' }, error]);
    expect(await say(`"${'ä'.repeat(2048)}"`)).toMatchObject([
      {},
      {},
      { detail: expect.stringContaining('4096') },
    ]);
  });

  it('in binary is answered with an error', async () => {
    const body = Buffer.from('{"action":"ping"}').toString('base64');
    expect(await say(body, { isBase64Encoded: true })).toEqual([{ ...error, detail: 'Messages are text.' }]);
  });

  it('without a body is answered with an error', async () => {
    await send(socketEvent({ eventType: 'MESSAGE' }));
    expect(inbox).toEqual([error]);
  });

  it('after the token has expired is answered with an error, and the line is closed (fault 39)', async () => {
    expect(await say({ action: 'sync' }, { tokenExpiresAt: t0 })).toEqual([error]);
    expect(sockets.isOpen(connectionId)).toBe(false);
  });

  it('of a client that has gone in between is let be', async () => {
    await sockets.close(connectionId);
    expect(await say({ action: 'sync' })).toEqual([]);
  });

  it('sync is answered with all open orders, and no further than the client is there', async () => {
    for (let n = 2; n <= 60; n++) {
      await orders.create(queuedOrder({ id: `0197f3a0-0000-7000-8000-3${String(n).padStart(11, '0')}` }));
    }
    expect(await say({ action: 'sync' })).toHaveLength(60);
    let posts = 0;
    sockets.post = () => {
      posts += 1;
      return Promise.resolve('gone');
    };
    await say({ action: 'sync' });
    expect(posts).toBeLessThanOrEqual(10);
  });

  it('sync that another sync of the connection is ahead of is answered with an error, and costs no reading (fault 56)', async () => {
    await connections.claimSync({ owner: 'shawn', connectionId }, t0, t0 + 9000);
    const reads = vi.spyOn(orders, 'byOwner');
    expect(await say({ action: 'sync' })).toEqual([error]);
    expect(await say({ action: 'ping' })).toEqual([error, { type: 'pong' }]);
    expect(reads).not.toHaveBeenCalled();
  });

  it('sync can be said again as soon as the one before has ended, or failed', async () => {
    expect(await say({ action: 'sync' })).toHaveLength(1);
    const post = sockets.post.bind(sockets);
    sockets.post = () => Promise.reject(new Error('throttled'));
    captureLogs();
    await expect(send(says({ action: 'sync' }))).rejects.toThrow('throttled');
    sockets.post = post;
    expect(await say({ action: 'sync' })).toHaveLength(2);
  });

  it('sync of more than a hundred open orders ends in more, and goes on from there', async () => {
    for (let n = 1; n <= 120; n++) {
      const id = `0197f3a0-0000-7000-8000-2${String(n).padStart(11, '0')}`;
      await orders.create(queuedOrder({ id, createdAt: t0 + n }));
    }
    const more = (await say({ action: 'sync' })).at(-1) as { type: string; after: string };
    expect(more).toEqual({ type: 'more', after: expect.stringMatching(/^[0-9a-f]{44}$/) });
    expect(inbox).toHaveLength(101);
    const all = await say({ action: 'sync', after: more.after });
    expect(all).toHaveLength(122);
    expect(all.at(-1)).toMatchObject({ subject: order.id });
  });

  it.each(['', 'x', '0'.repeat(43), 1])(
    'sync after %j, which is no place, is answered with an error',
    async (after) => {
      expect(await say({ action: 'sync', after })).toEqual([error]);
    },
  );
});
