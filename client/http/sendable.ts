import { type NotSentCode, NotSentError } from '../errors.ts';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const visible = /^[\x21-\x7e]+$/;

export function isId(id: unknown): id is string {
  return typeof id === 'string' && uuid.test(id);
}

/** An order's id in its one form: lower case. */
export function sendableId(id: unknown): string {
  if (isId(id)) return id.toLowerCase();
  throw new NotSentError('invalid-id', 'An order’s id is a UUID, as order() and list() give it.');
}

export function sendableKey(key: unknown): string {
  return visibleText(key, 'invalid-key', 'idempotencyKey takes 1 to 255 visible ASCII characters.', 255);
}

/** Its text is nobody's to read in an error. */
export function sendableToken(token: unknown): string {
  const advice = 'The token source is to give visible ASCII characters.';
  return visibleText(token, 'invalid-token', advice, Number.POSITIVE_INFINITY);
}

export function sendableBody(value: unknown): string {
  return made('invalid-body', 'A request is an object that JSON can hold.', () => {
    const text = JSON.stringify(value);
    if (text === undefined) throw new TypeError('no JSON');
    return text;
  });
}

/** `?limit=20`, without what is undefined. */
export function sendableQuery(query: object | undefined): string {
  return made('invalid-query', 'A query is an object of texts: {limit, cursor, status}.', () => {
    const given = Object.entries(Object(query)).filter(([, value]) => value !== undefined);
    const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
    return given.length > 0 ? `?${search}` : '';
  });
}

/** An address with one of these schemes; a page's own may be relative. */
export function sendableUrl(name: string, url: string, schemes: readonly string[]): string {
  return made('invalid-url', `${name} is to be an address such as ${schemes[0]}//api.example.`, () => {
    const { protocol, username, password } = new URL(url, page.location?.href);
    if (!schemes.includes(protocol) || username || password) throw new TypeError(`no ${name}`);
    return String(url);
  });
}

/** The signal of a call's options. */
export function signalOf(
  options: { readonly signal?: AbortSignal | undefined } | undefined,
): AbortSignal | undefined {
  const { signal } = Object(options);
  if (signal === undefined || signal instanceof AbortSignal) return signal;
  throw new NotSentError('invalid-signal', 'signal is to be an AbortSignal.');
}

function visibleText(text: unknown, code: NotSentCode, advice: string, longest: number): string {
  if (typeof text === 'string' && visible.test(text) && text.length <= longest) return text;
  throw new NotSentError(code, advice);
}

function made(code: NotSentCode, advice: string, make: () => string): string {
  try {
    return make();
  } catch (cause) {
    throw new NotSentError(code, advice, { cause });
  }
}

const page = globalThis as { readonly location?: { readonly href: string } };
