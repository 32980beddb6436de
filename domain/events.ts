import * as v from 'valibot';
import type { Order } from './order.ts';
import { orderPath, type PublicOrder, publicOrderSchema, toPublic } from './public-order.ts';
import type { Task } from './task.ts';

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

export type CloudEvent<T extends Task = Task> = Omit<v.InferOutput<typeof cloudEventSchema>, 'data'> & {
  data: { order: PublicOrder<T>; message: string };
};

/** The same order and version give the same event, however often it is sent. */
export function eventOf<T extends Task>(task: T, order: Order): CloudEvent<T> {
  const data = toPublic(task, order);
  return {
    specversion: '1.0',
    id: `${order.id}:${order.version}`,
    source: orderPath(task, order.id),
    type: `${task.name}.${order.status}`,
    subject: order.id,
    time: data.updatedAt,
    datacontenttype: 'application/json',
    data: { order: data, message: task.message(order.status, order.request) },
  };
}
