import { beforeEach, describe, expect, it } from 'vitest';
import { eventOf } from '../../../domain/order/events.ts';
import { type PublishDeps, publishUpdate } from '../../../domain/serving/publish-update.ts';
import { task } from '../../fakes/a-task.ts';
import { queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryConnectionRepository } from '../../fakes/in-memory-connection-repository.ts';
import { InMemorySockets } from '../../fakes/in-memory-sockets.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const order = queuedOrder();
const minute = 60_000;
let connections: InMemoryConnectionRepository;
let sockets: InMemorySockets;
let deps: PublishDeps;

beforeEach(() => {
  connections = new InMemoryConnectionRepository();
  sockets = new InMemorySockets();
  deps = { task, connections, sockets, clock: new ManualClock(t0) };
});

async function connect(
  connectionId: string,
  owner = 'shawn',
  expiresAt = t0 + 1,
): Promise<readonly object[]> {
  await connections.add({ owner, connectionId, connectedAt: t0, expiresAt });
  return sockets.open(connectionId);
}

const known = async (owner = 'shawn') =>
  (await connections.byOwner(owner)).map(({ connectionId }) => connectionId);

/** Sockets of which some cannot be reached. */
function failingFor(...broken: string[]): PublishDeps {
  const post = (connectionId: string, message: object) =>
    broken.includes(connectionId)
      ? Promise.reject(new Error(`no way to ${connectionId}`))
      : sockets.post(connectionId, message);
  return { ...deps, sockets: { post, close: (id) => sockets.close(id) } };
}

describe('placing an order', () => {
  it('tells every connection of its owner, and nobody else (P5)', async () => {
    const [one, two, other] = [await connect('one'), await connect('two'), await connect('gus-1', 'gus')];
    expect(await publishUpdate(deps, order)).toEqual({ sent: 2 });
    expect([one, two, other]).toEqual([[eventOf(task, order)], [eventOf(task, order)], []]);
  });

  it('is content when nobody listens', async () => {
    expect(await publishUpdate(deps, order)).toEqual({ sent: 0 });
  });

  it('forgets a connection that is gone, and tells the others (fault 32)', async () => {
    const connectedAt = t0 - 12 * minute;
    await connections.add({ owner: 'shawn', connectionId: 'gone', connectedAt, expiresAt: t0 + 1 });
    const inbox = await connect('here');
    expect(await publishUpdate(deps, order)).toEqual({ sent: 1 });
    expect(inbox).toHaveLength(1);
    expect(await known()).toEqual(['here']);
  });

  it('does not forget a connection whose handshake is not answered yet (fault 31)', async () => {
    const connectedAt = t0 - 10 * minute;
    await connections.add({ owner: 'shawn', connectionId: 'connecting', connectedAt, expiresAt: t0 + 1 });
    expect(await publishUpdate(deps, order)).toEqual({ sent: 0 });
    expect(await known()).toEqual(['connecting']);
  });

  it('closes a connection whose token has expired, and tells it nothing (fault 39)', async () => {
    const inbox = await connect('late', 'shawn', t0);
    expect(await publishUpdate(deps, order)).toEqual({ sent: 0 });
    expect(inbox).toEqual([]);
    expect(sockets.isOpen('late')).toBe(false);
    expect(await known()).toEqual([]);
  });

  it('rejects when one post fails, after all others were told (fault 33)', async () => {
    await connect('broken');
    const inbox = await connect('fine');
    await expect(publishUpdate(failingFor('broken'), order)).rejects.toMatchObject({
      errors: [new Error('no way to broken')],
    });
    expect(inbox).toHaveLength(1);
    expect(await known()).toEqual(['broken', 'fine']);
  });

  it('tells a thousand connections, twenty at a time (fault 36)', async () => {
    for (let n = 0; n < 1000; n++) await connect(`c${n}`);
    let underWay = 0;
    let most = 0;
    const post = async (): Promise<'sent'> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      return 'sent';
    };
    const slow = { ...deps, sockets: { post, close: () => Promise.resolve() } };
    expect(await publishUpdate(slow, order)).toEqual({ sent: 1000 });
    expect(most).toBe(20);
  });
});
