import { eventOf } from '../order/events.ts';
import type { Order } from '../order/order.ts';
import type { Clock, Connection, ConnectionRepository, Sockets } from '../ports.ts';
import type { Task } from '../task.ts';
import { inLanes } from './in-lanes.ts';

export interface PublishDeps {
  readonly task: Task;
  readonly connections: ConnectionRepository;
  readonly sockets: Sockets;
  readonly clock: Clock;
}

/**
 * A connection is on the books before its handshake is answered, and until then API Gateway calls it gone. So long
 * (milliseconds) it is not forgotten for that: a minute to connect in, and clocks up to ten apart.
 */
const connectingMs = 11 * 60 * 1000;

/** Posts under way at once, per order. */
const concurrency = 20;

/**
 * Tells every open connection of the owner about this version of the order. One that is gone is forgotten, one whose
 * token has expired is closed. Rejects, after all were tried, when a post failed: the record comes again.
 */
export async function publishUpdate(deps: PublishDeps, order: Order): Promise<{ sent: number }> {
  const connections = await deps.connections.byOwner(order.owner);
  const event = eventOf(deps.task, order);
  const failures: unknown[] = [];
  let sent = 0;
  await inLanes(concurrency, connections, async (connection) => {
    try {
      if (await tell(deps, connection, event)) sent += 1;
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} posts failed`);
  return { sent };
}

async function tell(deps: PublishDeps, connection: Connection, event: object): Promise<boolean> {
  const { connections, sockets, clock } = deps;
  if (connection.expiresAt <= clock.now()) {
    await sockets.close(connection.connectionId);
    await connections.remove(connection);
    return false;
  }
  if ((await sockets.post(connection.connectionId, event)) === 'sent') return true;
  // Whoever is still connecting syncs next, and so misses nothing.
  if (clock.now() - connection.connectedAt > connectingMs) await connections.remove(connection);
  return false;
}
