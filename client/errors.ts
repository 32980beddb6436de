import type { PublicOrder } from '../domain/order/public-order.ts';

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
export abstract class ClientError extends Error {
  /** For programs: stays when the words change. */
  abstract readonly code: string;
}

export type NotSentCode =
  | 'invalid-id'
  | 'invalid-key'
  | 'invalid-body'
  | 'invalid-query'
  | 'invalid-signal'
  | 'invalid-url'
  | 'invalid-token'
  | 'no-token';

/** What the client was given makes no request. Nothing was sent; the message says what to do. */
export class NotSentError extends ClientError {
  override readonly name = 'NotSentError';
  readonly code: NotSentCode;

  constructor(code: NotSentCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The API said no: a problem of RFC 9457, or what a gateway or proxy says in its own words. */
export class ProblemError extends ClientError {
  override readonly name = 'ProblemError';
  readonly code = 'problem';
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
export class UnreachableError extends ClientError {
  override readonly name = 'UnreachableError';
  readonly code = 'unreachable';
}

/** An answer that is not the API's: the sign-in page of a network, a proxy, another program on the port. */
export class UnexpectedAnswerError extends ClientError {
  override readonly name = 'UnexpectedAnswerError';
  readonly code = 'unexpected-answer';
}

/** The order that was waited for failed or was cancelled. */
export class OrderEndedError extends ClientError {
  override readonly name = 'OrderEndedError';
  readonly code = 'order-ended';
  readonly order: PublicOrder;

  constructor(order: PublicOrder) {
    super(order.failure?.detail ?? `The order is ${order.status}.`);
    this.order = order;
  }
}

/** The client was closed while somebody waited. */
export class ClosedError extends ClientError {
  override readonly name = 'ClosedError';
  readonly code = 'closed';
}
