import * as v from 'valibot';
import { maxSeen } from '../../domain/serving/sync.ts';
import { cursorPattern } from '../cursor.ts';

/** Our own limit; API Gateway's is 128 KB. */
export const maxMessageBytes = 4096;

const version = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Order ids that are no UUIDs are nobody's orders. `after` is what an answer that did not tell all has named. */
export const syncSchema = v.strictObject({
  action: v.literal('sync'),
  seen: v.optional(v.pipe(v.record(v.pipe(v.string(), v.uuid()), version), v.maxEntries(maxSeen)), {}),
  after: v.optional(v.pipe(v.string(), v.regex(cursorPattern))),
});

export const pingSchema = v.strictObject({ action: v.literal('ping') });

/** What a client may say. */
const clientMessageSchema = v.variant('action', [syncSchema, pingSchema]);

export type ClientMessage = v.InferOutput<typeof clientMessageSchema>;

/** An empty list would do for valibot's records. */
const namesNoList = v.check((said: unknown) => !Array.isArray(Object(said).seen));

const messageSchema = v.pipe(v.string(), v.parseJson(), namesNoList, clientMessageSchema);

/** The message, or in a sentence for the client why it is none. */
export function clientMessage(body: string | undefined, isBase64Encoded: boolean): ClientMessage | string {
  if (isBase64Encoded) return 'Messages are text.';
  if (Buffer.byteLength(body ?? '') > maxMessageBytes)
    return `A message has at most ${maxMessageBytes} bytes.`;
  const result = v.safeParse(messageSchema, body);
  return result.success
    ? result.output
    : 'Say {"action":"sync","seen":{"<order id>":<version>}} or {"action":"ping"}.';
}
