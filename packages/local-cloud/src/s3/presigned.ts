import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '../endpoint/service-error.ts';
import type { Form } from './form.ts';
import type { S3Request } from './parse-s3-request.ts';

/** Who has signed an address or a form: the key, and the session that it belongs to. */
export interface Signer {
  readonly accessKeyId: string;
  readonly session: string | undefined;
}

/** The secret of an access key; undefined when nobody has such a key. */
export type SecretOf = (accessKeyId: string) => string | undefined;

/**
 * Who has signed the address of the request. Undefined when it is not signed so. Throws what S3 answers when it is over, or was
 * changed.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function addressSigner({ method, url, headers }: S3Request, secretOf: SecretOf): Signer | undefined {
  const { pathname, searchParams: query } = new URL(url, 'http://localhost');
  const [credential, date, signature] = ['Credential', 'Date', 'Signature'].map((name) =>
    query.get(`X-Amz-${name}`),
  );
  if (!credential || !date || !signature) return undefined;
  const endsAt = timeOf(date) + Number(query.get('X-Amz-Expires')) * 1000;
  if (!(Date.now() <= endsAt)) throw new ServiceError('AccessDenied', 'Request has expired', 403);
  const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const asked = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
  const canonical = [
    method,
    pathname,
    asked.sort().join('&'),
    ...signed.map((name) => `${name}:${String(headers[name] ?? '').trim()}`),
    '',
    signed.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const scope = credential.split('/').slice(1).join('/');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', date, scope, hash].join('\n');
  return checked(credential, text, signature, query.get('X-Amz-Security-Token') ?? undefined, secretOf);
}

/**
 * Who has signed the policy of a form.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
 */
export function formSigner({ fields }: Form, secretOf: SecretOf): Signer {
  const [policy = '', credential = '', signature = '', token] = [
    'policy',
    'x-amz-credential',
    'x-amz-signature',
    'x-amz-security-token',
  ].map((name) => fields.get(name));
  return checked(credential, policy, signature, token, secretOf);
}

function checked(
  credential: string,
  text: string,
  signature: string,
  session: string | undefined,
  secretOf: SecretOf,
): Signer {
  const [accessKeyId = '', ...scope] = credential.split('/');
  const secret = secretOf(accessKeyId);
  if (secret === undefined) {
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    throw new ServiceError('InvalidAccessKeyId', message, 403);
  }
  const key = scope.reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`);
  const expected = hmac(key, text);
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
    throw new ServiceError('SignatureDoesNotMatch', message, 403);
  }
  return { accessKeyId, session };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** `20260101T080000Z` */
function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
