import { backoffMs } from './backoff.ts';
import type { Platform } from './client-options.ts';
import { ProblemError, UnreachableError } from './errors.ts';
import { type Answer, readAnswer } from './read-answer.ts';

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From the slash on. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export type Http = (call: Call) => Promise<Answer>;

const maxAttempts = 5;
const attemptMs = 30_000;
const maxBackoffMs = 10_000;
/** Who is told to wait longer than this (milliseconds) is told so instead of waiting. */
const maxWaitMs = 60_000;
const passingStatuses = [408, 429, 500, 502, 503, 504];

/**
 * Calls the API until it answers for good: at most five times, with backoff or as `Retry-After` says. A refused token
 * is refreshed once. Every call must bear repetition: a POST carries its Idempotency-Key.
 */
export function createHttp(platform: Platform): Http {
  return async (call) => {
    let refresh = false;
    for (let attempt = 1, refreshed = false; ; attempt += 1) {
      try {
        return await callOnce(platform, call, refresh);
      } catch (error) {
        call.signal?.throwIfAborted();
        refresh = !refreshed && error instanceof ProblemError && error.status === 401;
        refreshed ||= refresh;
        const waitMs = refresh ? 0 : pauseBefore(platform, attempt, error);
        if (waitMs === undefined) throw error;
        await platform.clock.sleep(waitMs, call.signal);
        call.signal?.throwIfAborted();
      }
    }
  };
}

/** Whether asking again may bring another answer. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ProblemError) return passingStatuses.includes(error.status);
  return error instanceof UnreachableError;
}

async function callOnce(platform: Platform, call: Call, refresh: boolean): Promise<Answer> {
  const token = await platform.token({ refresh });
  call.signal?.throwIfAborted();
  const ended = new AbortController();
  const timeout = new AbortController();
  const signal = AbortSignal.any([timeout.signal, ...(call.signal ? [call.signal] : [])]);
  void platform.clock
    .sleep(attemptMs, ended.signal)
    .then(() => timeout.abort(new Error('no answer in 30 seconds')));
  try {
    const response = await platform.fetch(platform.apiUrl.replace(/\/$/, '') + call.path, {
      method: call.method,
      headers: headersOf(call, token),
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      signal,
    });
    return await readAnswer(response, platform.clock.now());
  } catch (error) {
    if (error instanceof Error && 'isCoffee' in error) throw error;
    throw error;
  } finally {
    ended.abort();
  }
}
