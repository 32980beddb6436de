import { ProblemError, UnreachableError } from '../errors.ts';
import { backoffMs } from './backoff.ts';

const maxAttempts = 5;
const maxBackoffMs = 10_000;
/** Who is told to wait longer than this (milliseconds) hears of it by the error instead of waiting. */
const maxWaitMs = 60_000;
const passingStatuses = [408, 429, 500, 502, 503, 504];

/** The attempts of one call: five at most, with backoff or as `Retry-After` says; a refused token is renewed once. */
export class Retries {
  readonly #random: () => number;
  #attempts = 0;
  #renewed = false;
  #renew = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Whether the next attempt needs a new token. */
  get refreshToken(): boolean {
    return this.#renew;
  }

  /** Milliseconds until the next attempt; throws the error when there is no sense in another one. */
  pauseAfter(error: unknown): number {
    this.#attempts += 1;
    this.#renew = !this.#renewed && error instanceof ProblemError && error.status === 401;
    if (this.#renew) {
      this.#renewed = true;
      return 0;
    }
    const wishedMs = error instanceof ProblemError ? (error.retryAfterMs ?? 0) : 0;
    if (this.#attempts >= maxAttempts || !isPassing(error) || wishedMs > maxWaitMs) throw error;
    return wishedMs + backoffMs(this.#attempts, maxBackoffMs, this.#random);
  }
}

/** Whether asking again may bring another answer. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ProblemError) return passingStatuses.includes(error.status);
  return error instanceof UnreachableError;
}

/** Whether there is no such order, or no more. */
export function isGone(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 404;
}
