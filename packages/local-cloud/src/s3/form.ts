import * as v from 'valibot';
import { ServiceError } from '../endpoint/service-error.ts';
import type { S3Request } from './parse-s3-request.ts';

/** A form that a browser posts to a bucket. */
export interface Form {
  /** By name in small letters, without the file. */
  readonly fields: ReadonlyMap<string, string>;
  /** Of the object, with the file's name in the place of `${filename}`. */
  readonly key: string;
  /** Bytes. */
  readonly fileSize: number;
}

/** Rejects with S3's error when it is none. */
export async function readForm({ headers }: S3Request, data: Buffer): Promise<Form> {
  const answer = new Response(data as Uint8Array<ArrayBuffer>, {
    headers: { 'content-type': String(headers['content-type']) },
  });
  const form = await answer.formData().catch(() => {
    const message = 'The body of your POST request is not well-formed multipart/form-data.';
    throw new ServiceError('MalformedPOSTRequest', message, 400);
  });
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    // What comes after the file is ignored.
    if (typeof value !== 'string') return formOf(fields, value.name, value.size);
    if (name === 'file') return formOf(fields, '', Buffer.byteLength(value));
    fields.set(name.toLowerCase(), value);
  }
  return formOf(fields, '', 0);
}

function formOf(fields: Form['fields'], path: string, fileSize: number): Form {
  const fileName = path.split(/[/\\]/).at(-1) ?? '';
  return { fields, key: (fields.get('key') ?? '').replaceAll(/\$\{filename\}/g, () => fileName), fileSize };
}

const condition = v.union([
  v.tuple([v.literal('content-length-range'), v.number(), v.number()]),
  v.tuple([v.picklist(['eq', 'starts-with']), v.string(), v.string()]),
  v.record(v.string(), v.string()),
]);

const policySchema = v.object({
  expiration: v.pipe(v.string(), v.isoTimestamp()),
  conditions: v.array(condition),
});

/** These need no condition. */
const free = /^(policy|x-amz-signature|file|x-ignore-.*|bucket)$/;

/**
 * Holds a form against its policy. Throws what S3 answers when it is over, or does not allow a field or the file.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function checkForm({ fields, fileSize }: Form, bucket: string): void {
  const { expiration, conditions } = policyOf(fields);
  if (Date.parse(expiration) < Date.now()) throw denied('Policy expired.');
  const given = new Map([...fields, ['bucket', bucket]]);
  const rules = conditions.flatMap(rulesIn);
  for (const rule of rules) checkField(rule, given);
  for (const [, min, max] of conditions.filter(isRange)) checkSize(fileSize, min, max);
  const allowed = rules.map(({ field }) => field);
  const extra = [...fields.keys()].find((name) => !allowed.includes(name) && !free.test(name));
  if (extra !== undefined) throw denied(`Extra input fields: ${extra}`);
}

function policyOf(fields: Form['fields']): v.InferOutput<typeof policySchema> {
  const text = Buffer.from(fields.get('policy') ?? '', 'base64').toString();
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), policySchema), text);
  if (parsed.success) return parsed.output;
  throw new ServiceError('InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.', 400);
}

type Condition = v.InferOutput<typeof condition>;
type Range = Extract<Condition, readonly ['content-length-range', ...unknown[]]>;

interface Rule {
  readonly how: 'eq' | 'starts-with';
  readonly field: string;
  readonly value: string;
}

function isRange(one: Condition): one is Range {
  return Array.isArray(one) && one[0] === 'content-length-range';
}

/** What a condition says of fields. */
function rulesIn(one: Condition): readonly Rule[] {
  if (isRange(one)) return [];
  if (!Array.isArray(one))
    return Object.entries(one).map(([name, value]) => ({ how: 'eq', field: name.toLowerCase(), value }));
  const [how, name, value] = one;
  return [{ how, field: name.replace(/^\$/, '').toLowerCase(), value }];
}

function checkField({ how, field, value }: Rule, given: ReadonlyMap<string, string>): void {
  const actual = given.get(field) ?? '';
  const fits = how === 'eq' ? actual === value : actual.startsWith(value);
  if (!fits) throw denied(`Policy Condition failed: ["${how}", "$${field}", "${value}"]`);
}

function checkSize(size: number, min: number, max: number): void {
  if (size < min)
    throw new ServiceError(
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
      400,
    );
  if (size > max)
    throw new ServiceError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400);
}

function denied(reason: string): ServiceError {
  return new ServiceError('AccessDenied', `Invalid according to Policy: ${reason}`, 403);
}
