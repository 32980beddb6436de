import * as v from 'valibot';
import { messageFor } from './message.ts';
import type { Order } from './order.ts';
import { orderPath, publicOrderSchema, toPublic } from './public-order.ts';

/** One change of one order, as CloudEvents 1.0 (structured JSON). `id` dedupes, `data.order.version` orders. */
export const cloudEventSchema = v.object({
  specversion: v.literal('1.0'),
  id: v.string(),
  source: v.string(),
  type: v.string(),
  subject: v.string(),
  time: v.pipe(v.string(), v.isoTimestamp()),
  datacontenttype: v.literal('application/json'),
  data: v.object({ order: publicOrderSchema, message: v.string() }),
});

export type CloudEvent = v.InferOutput<typeof cloudEventSchema>;

/** The same order and version give the same event, however often it is sent. */
export function eventOf(order: Order): CloudEvent {
  const data = toPublic(order);
  return {
    specversion: '1.0',
    id: `${order.id}:${order.version}`,
    source: orderPath(order.id),
    type: `coffee.${order.status}`,
    subject: order.id,
    time: data.updatedAt,
    datacontenttype: 'application/json',
    data: { order: data, message: messageFor(data) },
  };
}
