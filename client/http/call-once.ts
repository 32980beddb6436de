import type { Platform } from '../client-options.ts';
import { ClientError, NotSentError, UnreachableError } from '../errors.ts';
import { type Answer, readAnswer } from './read-answer.ts';
import { sendableToken } from './sendable.ts';
import { within } from './within.ts';

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From the slash on. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string;
  /** Needs no token. */
  readonly isPublic?: true;
  readonly signal?: AbortSignal | undefined;
}

/** API Gateway answers after 30 seconds at the latest; who signs in has as long. */
const seconds = 35;

/** One request, one answer; throws a ClientError, the signal's reason, or what the token source throws. */
export async function callOnce(platform: Platform, call: Call, refresh: boolean): Promise<Answer> {
  const { method, path, body, signal } = call;
  const authorization = call.isPublic
    ? {}
    : { authorization: `Bearer ${await tokenFor(platform, refresh, signal)}` };
  const { clock } = platform;
  const late = new UnreachableError(`${method} ${path} got no answer in ${seconds} seconds`);
  try {
    return await within({ clock, ms: seconds * 1000, late, signal }, async (signal) => {
      const headers = { ...authorization, ...headersOf(call) };
      const init = { method, headers, ...(body !== undefined && { body }), signal };
      return readAnswer(await platform.fetch(platform.apiUrl + path, init), clock.now());
    });
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof ClientError) throw cause;
    throw new UnreachableError(`${method} ${path} got no answer`, { cause });
  }
}

async function tokenFor({ token, clock }: Platform, refresh: boolean, signal?: AbortSignal): Promise<string> {
  const late = new NotSentError('no-token', `The token source gave no token in ${seconds} seconds.`);
  return sendableToken(
    await within({ clock, ms: seconds * 1000, late, signal }, async () => token({ refresh })),
  );
}

function headersOf({ headers, body }: Call): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  };
}
