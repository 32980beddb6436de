import type { Sockets } from '../../domain/ports.ts';

/** Connections by id with what was posted to them; an unknown id is gone. */
export class InMemorySockets implements Sockets {
  readonly #inboxes = new Map<string, object[]>();

  open(connectionId: string): readonly object[] {
    const inbox: object[] = [];
    this.#inboxes.set(connectionId, inbox);
    return inbox;
  }

  isOpen(connectionId: string): boolean {
    return this.#inboxes.has(connectionId);
  }

  post(connectionId: string, message: object): Promise<'sent' | 'gone'> {
    const inbox = this.#inboxes.get(connectionId);
    inbox?.push(message);
    return Promise.resolve(inbox ? 'sent' : 'gone');
  }

  close(connectionId: string): Promise<void> {
    this.#inboxes.delete(connectionId);
    return Promise.resolve();
  }
}
