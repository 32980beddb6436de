import * as v from 'valibot';
import { maxSeen } from '../../domain/sync.ts';

/** Our own limit; API Gateway's is 128 KB. */
const maxMessageBytes = 4096;

const version = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a client may say. Order ids that are no UUIDs are nobody's orders. */
const clientMessageSchema = v.variant('action', [
  v.strictObject({
    action: v.literal('sync'),
    seen: v.optional(
      v.pipe(
        v.record(v.pipe(v.string(), v.uuid()), version),
        v.check((seen) => Object.keys(seen).length <= maxSeen, `has at most ${maxSeen} orders`),
      ),
      {},
    ),
  }),
  v.strictObject({ action: v.literal('ping') }),
]);

export type ClientMessage = v.InferOutput<typeof clientMessageSchema>;

/** The message, or in a sentence for the client why it is none. */
export function clientMessage(body: string | undefined, isBase64Encoded: boolean): ClientMessage | string {
  if (isBase64Encoded) return 'Messages are text.';
  if (Buffer.byteLength(body ?? '') > maxMessageBytes)
    return `A message has at most ${maxMessageBytes} bytes.`;
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), clientMessageSchema), body);
  return result.success
    ? result.output
    : 'Say {"action":"sync","seen":{"<order id>":<version>}} or {"action":"ping"}.';
}
