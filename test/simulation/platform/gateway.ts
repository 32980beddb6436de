import type { CloudEvent } from '../../../domain/order/events.ts';
import type { Connection, ConnectionRepository, Sockets } from '../../../domain/ports.ts';
import type { World } from '../world.ts';
import { type Process, ServiceError } from './process.ts';

export interface Socket {
  readonly id: string;
  readonly owner: string;
  readonly hear: (event: CloudEvent) => void;
  /** The other end learns that it is closed. */
  readonly onClosed: () => void;
  state: 'connecting' | 'open' | 'half-open' | 'closed';
  refusesPosts: boolean;
  /** Milliseconds: when the handshake was answered. */
  openedAt: number;
}

/** API Gateway's end of the WebSockets, and the table of who is connected. */
export class Gateway {
  readonly #world: World;
  readonly #sockets = new Map<string, Socket>();
  readonly #rows = new Map<string, Connection>();
  /** Until when a sync of the connection is under way. */
  readonly #syncs = new Map<string, number>();
  readonly #onPosted: (socket: Socket, event: CloudEvent) => void;

  constructor(world: World, onPosted: (socket: Socket, event: CloudEvent) => void) {
    this.#world = world;
    this.#onPosted = onPosted;
  }

  get openSockets(): readonly Socket[] {
    return [...this.#sockets.values()].filter(({ state }) => state === 'open');
  }

  /** Known from now on; posts reach it once its handshake is answered. */
  connecting(socket: Pick<Socket, 'id' | 'owner' | 'hear' | 'onClosed'>): Socket {
    const known: Socket = { ...socket, state: 'connecting', refusesPosts: false, openedAt: 0 };
    this.#sockets.set(known.id, known);
    return known;
  }

  answerHandshake(socket: Socket): void {
    if (socket.state !== 'connecting') return;
    socket.state = 'open';
    socket.openedAt = this.#world.time.now;
    this.#world.story.tell(socket.id, () => 'connected');
  }

  close(socket: Socket): void {
    if (socket.state === 'closed') return;
    socket.state = 'closed';
    this.#sockets.delete(socket.id);
    this.#world.story.tell(socket.id, () => 'closed');
    socket.onClosed();
  }

  book(process: Process): ConnectionRepository {
    return {
      add: (connection) =>
        process.call('add connection', () => void this.#rows.set(connection.connectionId, connection)),
      remove: ({ connectionId }) =>
        process.call(
          'remove connection',
          () => void this.#rows.delete(connectionId),
          () => connectionId,
        ),
      claimSync: ({ connectionId }, now, until) =>
        process.call('claim sync', () => {
          const isFree = this.#rows.has(connectionId) && (this.#syncs.get(connectionId) ?? 0) <= now;
          if (isFree) this.#syncs.set(connectionId, until);
          return isFree;
        }),
      endSync: ({ connectionId }, until) =>
        process.call('end sync', () => {
          if (this.#syncs.get(connectionId) === until) this.#syncs.delete(connectionId);
        }),
      byOwner: (owner) =>
        process.call('connections', () => [...this.#rows.values()].filter((row) => row.owner === owner), ids),
    };
  }

  sockets(process: Process): Sockets {
    return {
      post: (id, message) =>
        process.call(
          `post ${id}`,
          () => this.#post(id, message as CloudEvent),
          (answer) => `${(message as CloudEvent).id}: ${answer}`,
        ),
      close: (id) =>
        process.call(`close ${id}`, () => {
          const socket = this.#sockets.get(id);
          if (socket) this.close(socket);
        }),
    };
  }

  #post(id: string, event: CloudEvent): 'sent' | 'gone' {
    const socket = this.#sockets.get(id);
    if (!socket || socket.state === 'connecting') return 'gone';
    if (socket.refusesPosts && !this.#world.faults.over) throw new ServiceError(`post ${id}: 500`);
    this.#onPosted(socket, event);
    if (socket.state === 'open') socket.hear(event);
    return 'sent';
  }
}

function ids(rows: readonly Connection[]): string {
  return rows.map(({ connectionId }) => connectionId).join(' ') || 'none';
}
