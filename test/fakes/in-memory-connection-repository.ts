import type { Connection, ConnectionKey, ConnectionRepository } from '../../domain/ports.ts';

export class InMemoryConnectionRepository implements ConnectionRepository {
  readonly #connections = new Map<string, Connection>();
  readonly #syncUntil = new Map<string, number>();

  add(connection: Connection): Promise<void> {
    this.#connections.set(keyOf(connection), connection);
    return Promise.resolve();
  }

  remove(connection: ConnectionKey): Promise<void> {
    this.#connections.delete(keyOf(connection));
    return Promise.resolve();
  }

  claimSync(connection: ConnectionKey, now: number, until: number): Promise<boolean> {
    const key = keyOf(connection);
    const isFree = this.#connections.has(key) && (this.#syncUntil.get(key) ?? 0) <= now;
    if (isFree) this.#syncUntil.set(key, until);
    return Promise.resolve(isFree);
  }

  endSync(connection: ConnectionKey, until: number): Promise<void> {
    const key = keyOf(connection);
    if (this.#syncUntil.get(key) === until) this.#syncUntil.delete(key);
    return Promise.resolve();
  }

  byOwner(owner: string): Promise<readonly Connection[]> {
    return Promise.resolve([...this.#connections.values()].filter((item) => item.owner === owner));
  }
}

function keyOf({ owner, connectionId }: ConnectionKey): string {
  return JSON.stringify([owner, connectionId]);
}
