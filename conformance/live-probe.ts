import { WebSocket } from 'ws';
import type { OrderEvent } from './shop-words.ts';

type Message = OrderEvent | { readonly type: string; readonly detail?: string };

/** The longest recipe on the menu takes half of it. */
const patienceMs = 90_000;

/** One connection: keeps all that is heard, and waits for what is not heard yet. */
export class LiveProbe {
  readonly messages: Message[] = [];
  readonly #socket: WebSocket;
  #waiting: (() => void)[] = [];
  #closed: number | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      this.messages.push(JSON.parse(String(data)));
      this.#wake();
    });
    socket.on('close', (code) => {
      this.#closed = code;
      this.#wake();
    });
    socket.on('error', () => {});
  }

  /** Rejects with `Unexpected server response: 401` when the handshake is refused with that. */
  static async connect(url: string, protocols: string[]): Promise<LiveProbe> {
    const socket = new WebSocket(url, protocols);
    const line = new LiveProbe(socket);
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return line;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  say(message: unknown): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  eventsOf(orderId: string): readonly OrderEvent[] {
    return this.messages.filter(
      (message) => 'specversion' in message && message.subject === orderId,
    ) as OrderEvent[];
  }

  hear(fits: (event: OrderEvent) => boolean): Promise<OrderEvent> {
    return this.#until((message) => 'specversion' in message && fits(message)) as Promise<OrderEvent>;
  }

  /** A message that is no event. */
  reply(type: string): Promise<Message> {
    return this.#until((message) => !('specversion' in message) && message.type === type);
  }

  close(): void {
    this.#socket.close();
  }

  async #until(fits: (message: Message) => boolean): Promise<Message> {
    const timeout = AbortSignal.timeout(patienceMs);
    timeout.addEventListener('abort', () => this.#wake());
    for (;;) {
      const found = this.messages.find(fits);
      if (found) return found;
      if (this.#closed !== undefined) throw new Error(`the connection was closed with ${this.#closed}`);
      if (timeout.aborted) throw new Error(`not heard within ${patienceMs / 1000} seconds`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
