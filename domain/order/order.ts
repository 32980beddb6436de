import type { Json } from '../json.ts';
import type { Step } from '../steps/step.ts';

/** All times are milliseconds since 1970, UTC. */
interface OrderBase {
  readonly id: string;
  /** `sub` of the customer's token. */
  readonly owner: string;
  /** What was asked for, validated by the task's schema. */
  readonly request: object;
  /** As they were when the order was accepted: a deployment does not change what is under way. */
  readonly steps: readonly Step[];
  /** How many steps have been started; 0 while queued. */
  readonly step: number;
  /** Rises by one with each change that a customer can see. */
  readonly version: number;
  /** Rises by one with each write, leases included: what the conditions of writes compare. */
  readonly revision: number;
  /** 0 to 1, never falls. */
  readonly progress: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** From when on the sweeper looks after the order. */
  readonly deadline: number;
  /** How often the sweeper has sent the message again. */
  readonly sweeps: number;
  readonly history: readonly { readonly status: string; readonly at: number }[];
  /** What the work steps made so far, by status. */
  readonly results: Readonly<Record<string, Json>>;
  /** What a work step made as a file. */
  readonly file?: StoredFile;
}

/** Of a file: the file itself is kept elsewhere. */
export interface StoredFile {
  /** Where it is kept. */
  readonly key: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
}

export interface QueuedOrder extends OrderBase {
  readonly status: 'queued';
}

export interface OrderUnderway extends OrderBase {
  /** That of the step. */
  readonly status: string;
  readonly stepStartedAt: number;
  readonly stepEndsAt: number;
  /** Who may do the work of this step; absent on timed steps and before the first claim. */
  readonly lease?: Lease;
  /** Where the work of this step goes on in its next run. */
  readonly checkpoint?: Json;
  /** What the last run of this work failed with, in one short line. For operators: customers never see it. */
  readonly lastError?: string;
}

/** A claim on a work step. Whoever finds that it was not renewed for its length may claim anew, with the next `fence`. */
export interface Lease {
  /** Fencing number: rises with every claim of the step; a smaller one may not write. */
  readonly fence: number;
  /** By the clock of the worker that holds it; 0 once that worker has given it back. */
  readonly until: number;
  /** How many workers in a row were lost at this work: neither done nor failed, they let their leases run out. */
  readonly lost?: number;
}

export interface ReadyOrder extends OrderBase {
  readonly status: 'ready';
  readonly readyAt: number;
}

export interface Failure {
  readonly title: string;
  readonly detail: string;
}

export interface FailedOrder extends OrderBase {
  readonly status: 'failed';
  readonly failure: Failure;
  /** Given up for want of luck, not for good: an operator may have it handled again. */
  readonly redrivable?: true;
  /** Of the work that was given up. */
  readonly lastError?: string;
}

export interface CancelledOrder extends OrderBase {
  readonly status: 'cancelled';
}

export type OpenOrder = QueuedOrder | OrderUnderway;
export type Order = OpenOrder | ReadyOrder | FailedOrder | CancelledOrder;

export function isOpen(order: Order): order is OpenOrder {
  return order.status !== 'ready' && order.status !== 'failed' && order.status !== 'cancelled';
}

export function isQueued(order: Order): order is QueuedOrder {
  return order.status === 'queued';
}

export function isUnderway(order: Order): order is OrderUnderway {
  return isOpen(order) && !isQueued(order);
}

export function isReady(order: Order): order is ReadyOrder {
  return order.status === 'ready';
}

export function isFailed(order: Order): order is FailedOrder {
  return order.status === 'failed';
}

/** The step that is under way; undefined while queued. */
export function currentStep(order: OpenOrder): Step | undefined {
  return order.steps[order.step - 1];
}
