import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { CloudEvent } from '../../domain/order/events.ts';

/** One WebSocket of a customer: keeps what it hears, and waits for what it has not heard yet. */
export class Line {
  readonly heard: CloudEvent[] = [];
  readonly replies: { readonly type: string; readonly detail?: string }[] = [];
  readonly socket: WebSocket;
  /** The close code. */
  readonly closed: Promise<number>;
  readonly #onEvent: (event: CloudEvent) => void;
  #waiting: (() => void)[] = [];

  private constructor(socket: WebSocket, onEvent: (event: CloudEvent) => void) {
    this.socket = socket;
    this.#onEvent = onEvent;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('message', (data) => this.#take(JSON.parse(String(data))));
    socket.on('error', () => {});
  }

  /** Rejects with the status of a refused handshake. */
  static async open(
    url: string,
    token: string,
    onEvent: (event: CloudEvent) => void = () => {},
  ): Promise<Line> {
    const socket = new WebSocket(url, ['coffee.v1', `bearer.${token}`], { handshakeTimeout: 20_000 });
    const line = new Line(socket, onEvent);
    await once(socket, 'open');
    return line;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  say(message: unknown): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The first event that fits, heard already or still to come. */
  hear(fits: (event: CloudEvent) => boolean): Promise<CloudEvent> {
    return this.#until(() => this.heard.find(fits));
  }

  /** Resolves when it is true, looked at after each message. */
  until(isTrue: () => boolean): Promise<boolean> {
    return this.#until(() => isTrue() || undefined);
  }

  hearStatus(id: string, status: string): Promise<CloudEvent> {
    return this.hear(({ subject, type }) => subject === id && type === `coffee.${status}`);
  }

  /** The oldest reply that nobody has asked for. */
  reply(): Promise<{ readonly type: string }> {
    return this.#until(() => this.replies.shift());
  }

  eventsOf(id: string): readonly CloudEvent[] {
    return this.heard.filter(({ subject }) => subject === id);
  }

  /** As if the network was lost. */
  drop(): void {
    this.socket.terminate();
  }

  async #until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #take(message: CloudEvent | { readonly type: string }): void {
    if ('specversion' in message) {
      this.heard.push(message);
      this.#onEvent(message);
    } else this.replies.push(message);
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
