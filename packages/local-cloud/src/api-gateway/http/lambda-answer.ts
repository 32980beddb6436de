import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as v from 'valibot';
import type { HttpAnswer } from './http-answer.ts';

const scalar = v.union([v.string(), v.number(), v.boolean()]);

const proxyResponse = v.object({
  statusCode: v.pipe(v.union([v.number(), v.pipe(v.string(), v.digits(), v.transform(Number))]), v.integer()),
  headers: v.nullish(v.record(v.string(), scalar)),
  cookies: v.nullish(v.array(v.string())),
  body: v.nullish(v.string()),
  isBase64Encoded: v.nullish(v.boolean()),
});

// They concern one connection only, and the length is counted anew.
const notHandedOn = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/**
 * Reads what a function returned as payload format 2.0 does: without `statusCode` the whole value is the body of
 * a 200. Undefined if it cannot be a response.
 */
export function toLambdaAnswer(payload: unknown): HttpAnswer | undefined {
  if (!isObject(payload) || !('statusCode' in payload)) return inferredAnswer(payload);
  const parsed = v.safeParse(proxyResponse, payload);
  if (!parsed.success) return undefined;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.output;
  const answer: HttpAnswer = {
    status: statusCode,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...lowerCase(headers ?? {}) },
    cookies: cookies ?? [],
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
  return canBeSent(answer) ? answer : undefined;
}

function inferredAnswer(payload: unknown): HttpAnswer {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload ?? null);
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

function lowerCase(headers: Record<string, string | number | boolean>): Record<string, string> {
  const entries = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  return Object.fromEntries(entries.filter(([name]) => !notHandedOn.has(name)));
}

function canBeSent({ status, headers, cookies = [] }: HttpAnswer): boolean {
  if (status < 200 || status > 599) return false;
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    for (const cookie of cookies) validateHeaderValue('set-cookie', cookie);
    return true;
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
