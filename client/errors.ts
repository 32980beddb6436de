import type { PublicOrder } from './coffee.ts';

/** Where in the request a fault is, and what it is. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

export interface ProblemBody {
  readonly type?: string;
  readonly title?: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly Fault[];
}

/** What this client throws, apart from the reasons of aborted signals and the errors of its token source. */
export abstract class CoffeeError extends Error {}

/** The API said no: a problem of RFC 9457, or what a gateway or proxy says in its own words. */
export class ProblemError extends CoffeeError {
  override readonly name = 'ProblemError';
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string | undefined;
  readonly errors: readonly Fault[];
  /** Milliseconds after which asking again makes sense, if the API said so. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: ProblemBody, retryAfterMs?: number) {
    const title = problem.title ?? `HTTP status ${problem.status}`;
    super(problem.detail ?? title);
    this.type = problem.type ?? 'about:blank';
    this.title = title;
    this.status = problem.status;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer: no network, a cut connection, silence. `cause` is the platform's error. */
export class UnreachableError extends CoffeeError {
  override readonly name = 'UnreachableError';
}

/** An answer that is not the API's: the sign-in page of a network, a proxy, another program on the port. */
export class UnexpectedAnswerError extends CoffeeError {
  override readonly name = 'UnexpectedAnswerError';
}

/** The order that was waited for failed or was cancelled. */
export class OrderEndedError extends CoffeeError {
  override readonly name = 'OrderEndedError';
  readonly order: PublicOrder;

  constructor(order: PublicOrder) {
    super(order.failure?.detail ?? `The order is ${order.status}.`);
    this.order = order;
  }
}
