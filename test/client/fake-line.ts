import type { Socket, SocketClass } from '../../client/client-options.ts';
import type { CloudEvent } from './order-story.ts';

/** The other end of all WebSockets of one client, in this process: nothing takes time. */
export class FakeLine {
  readonly sockets: FakeSocket[] = [];
  /** Handshakes fail. */
  refuses = false;
  /** Handshakes are not answered. */
  hangs = false;
  /** New sockets open and nobody answers on them. */
  silent = false;
  /** Said to whoever has just synced. */
  current: (sync: Said) => readonly (CloudEvent | object)[] = () => [];
  readonly WebSocket: SocketClass;

  constructor() {
    const line = this;
    this.WebSocket = class extends FakeSocket {
      constructor(_url: string, protocols: string[]) {
        super(line, protocols);
        line.sockets.push(this);
      }
    };
  }

  get last(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error('nobody has connected');
    return last;
  }

  get open(): readonly FakeSocket[] {
    return this.sockets.filter(({ isOpen }) => isOpen);
  }
}

export interface Said {
  readonly action: string;
  readonly seen?: Readonly<Record<string, number>>;
  readonly after?: string;
}

export class FakeSocket implements Socket {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly said: Said[] = [];
  readonly protocols: readonly string[];
  isOpen = false;
  /** Nobody answers any more. */
  silent: boolean;
  readonly #line: FakeLine;

  constructor(line: FakeLine, protocols: readonly string[]) {
    this.#line = line;
    this.protocols = protocols;
    this.silent = line.silent;
    queueMicrotask(() => {
      if (line.hangs) return;
      if (line.refuses) return this.drop();
      this.isOpen = true;
      this.onopen?.(undefined as never);
    });
  }

  send(text: string): void {
    const message = JSON.parse(text);
    this.said.push(message);
    if (this.silent) return;
    const replies = message.action === 'sync' ? this.#line.current(message) : [{ type: 'pong' }];
    queueMicrotask(() => {
      for (const reply of replies) this.hear(reply);
    });
  }

  hear(message: unknown): void {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    if (this.isOpen) this.onmessage?.({ data } as never);
  }

  /** The network or the server ends it. */
  drop(): void {
    this.isOpen = false;
    this.onclose?.(undefined as never);
  }

  close(): void {
    this.isOpen = false;
  }
}
