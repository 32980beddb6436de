import type { Connection, ConnectionBook } from '../../domain/ports.ts';

export class InMemoryConnectionBook implements ConnectionBook {
  readonly #connections = new Map<string, Connection>();

  add(connection: Connection): Promise<void> {
    this.#connections.set(keyOf(connection), connection);
    return Promise.resolve();
  }

  remove(connection: Pick<Connection, 'owner' | 'connectionId'>): Promise<void> {
    this.#connections.delete(keyOf(connection));
    return Promise.resolve();
  }

  byOwner(owner: string): Promise<readonly Connection[]> {
    return Promise.resolve([...this.#connections.values()].filter((item) => item.owner === owner));
  }
}

function keyOf({ owner, connectionId }: Pick<Connection, 'owner' | 'connectionId'>): string {
  return JSON.stringify([owner, connectionId]);
}
