import type { Platform } from './client-options.ts';
import { CoffeeError, UnreachableError } from './errors.ts';
import { type Answer, readAnswer } from './read-answer.ts';

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From the slash on. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Needs no token. */
  readonly isPublic?: true;
  readonly signal?: AbortSignal | undefined;
}

/** API Gateway answers after 30 seconds at the latest. */
const answerMs = 35_000;

/** One request, one answer; throws a CoffeeError, the signal's reason, or what the token source throws. */
export async function callOnce(platform: Platform, call: Call, refresh: boolean): Promise<Answer> {
  const authorization = call.isPublic ? {} : { authorization: `Bearer ${await platform.token({ refresh })}` };
  const answered = new AbortController();
  const signal = AbortSignal.any([timeout(platform, answered.signal), ...(call.signal ? [call.signal] : [])]);
  try {
    const response = await platform.fetch(platform.apiUrl.replace(/\/$/, '') + call.path, {
      method: call.method,
      headers: { ...authorization, ...headersOf(call) },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      signal,
    });
    return await readAnswer(response, platform.clock.now());
  } catch (cause) {
    call.signal?.throwIfAborted();
    if (cause instanceof CoffeeError) throw cause;
    throw new UnreachableError(`${call.method} ${call.path} got no answer`, { cause });
  } finally {
    answered.abort();
  }
}

function timeout({ clock }: Platform, answered: AbortSignal): AbortSignal {
  const controller = new AbortController();
  void clock.sleep(answerMs, answered).then(() => controller.abort(new Error('the API is silent')));
  return controller.signal;
}

function headersOf({ headers, body }: Call): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  };
}
