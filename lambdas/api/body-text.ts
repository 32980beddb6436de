import type { MIMEType } from 'node:util';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Problem } from './problem.ts';

const maxBytes = 10 * 1024;

/** The body of a request that sends JSON, decoded; throws the Problem that says what is wrong with it: 400, 413 or 415. */
export function bodyText({ headers, body = '', isBase64Encoded }: APIGatewayProxyEventV2): string {
  expectNoCoding(headers['content-encoding']);
  expectJson(headers['content-type']);
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBytes) {
    throw new Problem(413, 'Content too large', `An order has at most ${maxBytes} bytes.`);
  }
  // API Gateway hands JSON on as text, with this character for bytes that are not UTF-8. No good order contains it.
  if (!isBase64Encoded && body.includes('\ufffd')) throw malformedBody('it is not UTF-8');
  return decode(bytes);
}

export function malformedBody(why: string, cause?: unknown): Problem {
  return new Problem(400, 'Malformed body', `The body cannot be read: ${why}.`, { cause });
}

/** RFC 9110, 8.4 and 12.5.3. */
function expectNoCoding(contentEncoding = ''): void {
  const codings = contentEncoding.split(',').map((coding) => coding.trim().toLowerCase());
  if (codings.every((coding) => coding === '' || coding === 'identity')) return;
  throw unsupported('Send the order without content-encoding.', { 'accept-encoding': 'identity' });
}

/** JSON of whatever kind; between systems it is UTF-8 (RFC 8259, 8.1). */
function expectJson(contentType = ''): void {
  const type = mimeTypeOf(contentType);
  const isJson = type?.essence === 'application/json' || type?.subtype.endsWith('+json');
  if (type && isJson && isUtf8(type.params.get('charset') ?? 'utf-8')) return;
  throw unsupported('Send the order as content-type: application/json, in UTF-8.', {
    'accept-post': 'application/json',
  });
}

function mimeTypeOf(text: string): MIMEType | undefined {
  try {
    // An import would make Node load all that node:util can do: 3 ms of each cold start.
    return new (process.getBuiltinModule('node:util').MIMEType)(text);
  } catch {
    return undefined;
  }
}

/** By the labels of the Encoding Standard: `utf8` is one of them. */
function isUtf8(label: string): boolean {
  try {
    return new TextDecoder(label).encoding === 'utf-8';
  } catch {
    return false;
  }
}

function unsupported(detail: string, headers: Record<string, string>): Problem {
  return new Problem(415, 'Unsupported media type', detail, { headers });
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw malformedBody('it is not UTF-8', cause);
  }
}
