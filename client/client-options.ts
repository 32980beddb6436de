import type { Clock } from '../domain/ports.ts';
import type { Task } from '../domain/task.ts';
import { sendableUrl } from './http/sendable.ts';
import { platformClock } from './platform-clock.ts';

/**
 * The customer's access token, within 35 seconds. `refresh`: the last one was refused or is about to expire, get a new one.
 */
export type TokenSource = (ask: { readonly refresh: boolean }) => Promise<string>;

/** What of a task is needed at run time. The whole one will do; it brings its schemas along. */
export type ClientTask = Pick<Task, 'name' | 'collection'> & Partial<Pick<Task, 'message'>>;

export interface ClientOptions {
  /** Of the HTTP API: `apiUrl` of `config.json`. */
  readonly apiUrl: string;
  /** Of the WebSocket API: `liveUrl` of `config.json`. */
  readonly liveUrl: string;
  readonly token: TokenSource;
  /** @default the platform's */
  readonly fetch?: typeof globalThis.fetch;
  /** @default the platform's */
  readonly WebSocket?: SocketClass;
  /** @default the platform's time and timers */
  readonly clock?: Clock;
  /** 0 to 1, for jitter. @default Math.random */
  readonly random?: () => number;
}

export interface TaskClientOptions<T extends Task = Task> extends ClientOptions {
  /** `{name: 'hello', collection: 'greetings'}`. Without `message`, what is polled is told in the engine's words. */
  readonly task: T | ClientTask;
}

/** What of a WebSocket is used: the platform's has it, and that of `ws`. */
export interface Socket {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

export type SocketClass = new (url: string, protocols: string[]) => Socket;

export type Platform = Required<ClientOptions> & { readonly task: ClientTask };

/** Throws a NotSentError for an address that is none. */
export function platformOf(options: TaskClientOptions): Platform {
  return {
    // Browsers call fetch on the window only.
    fetch: (input, init) => globalThis.fetch(input, init),
    WebSocket: globalThis.WebSocket,
    clock: platformClock,
    random: Math.random,
    ...options,
    apiUrl: sendableUrl('apiUrl', options.apiUrl, ['https:', 'http:']).replace(/\/$/, ''),
    liveUrl: sendableUrl('liveUrl', options.liveUrl, ['wss:', 'ws:', 'https:', 'http:']),
  };
}
