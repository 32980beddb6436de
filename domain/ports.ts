import type { CloudEvent } from './order/events.ts';
import type { OpenOrder, Order, StoredFile } from './order/order.ts';
import type { FileContent } from './steps/file.ts';
import type { DueMessage } from './steps/step-message.ts';

/** The table of orders. Every method may throw when the table cannot be reached. */
export interface OrderRepository {
  /** Never stale. Throws an UnreadableOrderError. */
  get(id: string): Promise<Order | undefined>;
  create(order: OpenOrder): Promise<'created' | 'exists'>;
  /** Writes `next` if the stored order still has the revision of `previous`. */
  save(next: Order, previous: Order): Promise<'saved' | 'conflict'>;
  /** Newest first; may lag by moments. An order that cannot be read is left out. */
  listByOwner(owner: string, page: PageRequest): Promise<OrderPage>;
}

export interface PageRequest {
  /** 1 to 100. */
  readonly limit: number;
  /** Where the page before ended. */
  readonly after?: Position;
}

/** The place of an order in its owner's list. */
export type Position = Pick<Order, 'createdAt' | 'id'>;

export interface OrderPage {
  readonly orders: readonly Order[];
  /** Where this page ended; absent when it was the last one. */
  readonly next?: Position;
}

/** The index of open orders by owner. */
export interface OpenOrders {
  /**
   * The newest first, as they are now. One that was opened moments ago may be missing: whoever was answered about it
   * names it, and its stream record is still to come. One that has ended since, or cannot be read, is left out: a page
   * may be short although `next` says that there is more.
   */
  byOwner(owner: string, page: PageRequest): Promise<OpenPage>;
}

export interface OpenPage {
  readonly orders: readonly OpenOrder[];
  /** Where this page ended; absent when it was the last one. */
  readonly next?: Position;
}

/** The index of open orders by deadline; may lag by moments. */
export interface OverdueOrders {
  /** Ids of open orders whose deadline is at or before `now` (milliseconds), the longest overdue first. */
  overdue(now: number, limit: number): Promise<readonly string[]>;
}

/** The queue of step messages. */
export interface StepQueue {
  send(due: DueMessage): Promise<void>;
}

/** Where the files are kept that work steps make. */
export interface FileStore {
  /**
   * Keeps the file where no other run of the order's steps keeps one. When it rejects, it has removed what it kept, as far as
   * that could be done; it does so soon after `signal` has aborted.
   */
  store(run: FileRun, file: FileContent, signal: AbortSignal): Promise<StoredFile>;
  /** Also where there is none. */
  remove(key: string): Promise<void>;
  /** Removes what earlier runs have left, half uploads too, once the order has the file of this run. */
  removeOlder(run: FileRun): Promise<void>;
}

/** An address that gives the file to whoever has it, for a minute, by this method. */
export type FileLinks = (file: StoredFile, method: 'GET' | 'HEAD') => Promise<string>;

export interface FileRun {
  readonly orderId: string;
  /** Higher in every later run. */
  readonly fence: number;
}

/** One delivery of one message, by the platform that runs the worker. */
export interface Delivery {
  /** Milliseconds until the platform ends this run. */
  remainingMs(): number;
  /** Hides the message from other workers for so many seconds from now. */
  extendVisibility(seconds: number): Promise<void>;
}

/** Sends a received message again as it came. */
export type PutBack = (message: PutBackMessage) => Promise<void>;

export interface PutBackMessage {
  readonly body: string;
  /** How often it has been put back so. */
  readonly times: number;
  /** Whole seconds, 0 to 900. */
  readonly delaySeconds: number;
}

export interface Connection {
  readonly owner: string;
  readonly connectionId: string;
  /** Milliseconds. */
  readonly connectedAt: number;
  /** Milliseconds: the end of the token or of the connection's longest life, whichever comes first. */
  readonly expiresAt: number;
}

/** Who is connected. */
export interface ConnectionRepository {
  add(connection: Connection): Promise<void>;
  remove(connection: ConnectionKey): Promise<void>;
  byOwner(owner: string): Promise<readonly Connection[]>;
  /** Lets one sync of the connection at a time: false while another one has claimed it, until `until` at most. */
  claimSync(connection: ConnectionKey, now: number, until: number): Promise<boolean>;
  /** Ends the claim that was made until `until`. */
  endSync(connection: ConnectionKey, until: number): Promise<void>;
}

export type ConnectionKey = Pick<Connection, 'owner' | 'connectionId'>;

/** The way to a connected customer. */
export interface Sockets {
  post(connectionId: string, message: CloudEvent | object): Promise<'sent' | 'gone'>;
  close(connectionId: string): Promise<void>;
}

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface OrderIds {
  random(): string;
  /** The same id for the same owner and key, always. */
  derived(owner: string, key: string): string;
}
