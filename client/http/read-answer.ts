import { ProblemError, UnexpectedAnswerError } from '../errors.ts';
import { retryAfterMs } from './retry-after.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON; undefined for 304. */
  readonly body: unknown;
}

/** Throws ProblemError for any status that is not a success, and UnexpectedAnswerError for a success without JSON. */
export async function readAnswer(response: Response, now: number): Promise<Answer> {
  const { status, headers } = response;
  if (status === 304) return { status, headers, body: undefined };
  const body = parse(headers.get('content-type'), await response.text());
  if (!response.ok) throw new ProblemError(problemOf(status, body), retryAfterMs(headers, now));
  if (body === undefined)
    throw new UnexpectedAnswerError(`${status} ${headers.get('content-type')}: not JSON`);
  return { status, headers, body };
}

function parse(contentType: string | null, text: string): unknown {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType ?? '')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** API Gateway itself says `{"message": "Unauthorized"}`; proxies say anything. */
function problemOf(status: number, body: unknown) {
  const said = Object(body) as Record<string, unknown>;
  const text = (name: string) => (typeof said[name] === 'string' ? { [name]: said[name] } : {});
  return {
    ...(typeof said.message === 'string' && { title: said.message }),
    ...text('type'),
    ...text('title'),
    ...text('detail'),
    ...(Array.isArray(said.errors) && { errors: said.errors }),
    status,
  };
}
