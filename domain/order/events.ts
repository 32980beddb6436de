import * as v from 'valibot';
import type { Task } from '../task.ts';
import { isReady, type Order } from './order.ts';
import { orderPath, type PublicOrder, publicOrderSchema, toPublic } from './public-order.ts';

/** One change of one order, as CloudEvents 1.0 (structured JSON). `id` dedupes, `data.order.version` orders. */
export const cloudEventSchema = v.object({
  specversion: v.literal('1.0'),
  id: v.string(),
  source: v.string(),
  type: v.string(),
  subject: v.string(),
  time: v.pipe(v.string(), v.isoTimestamp()),
  datacontenttype: v.literal('application/json'),
  data: v.object({
    order: publicOrderSchema,
    message: v.string(),
    /** Where the order is to be had with its result, which is too large for a message. */
    resultAt: v.optional(v.string()),
  }),
});

export type CloudEvent<T extends Task = Task> = Omit<v.InferOutput<typeof cloudEventSchema>, 'data'> & {
  data: { order: PublicOrder<T>; message: string; resultAt?: string };
};

/**
 * What API Gateway posts at most: 128 KB.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const maxEventBytes = 128 * 1024;

/** The same order and version give the same event, however often it is sent. */
export function eventOf<T extends Task>(task: T, order: Order): CloudEvent<T> {
  const event = wholeEventOf(task, order);
  return isReady(order) && sizeOf(event) > maxEventBytes ? withoutResult(event) : event;
}

function wholeEventOf<T extends Task>(task: T, order: Order): CloudEvent<T> {
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

function withoutResult<T extends Task>(event: CloudEvent<T>): CloudEvent<T> {
  const { result, ...order } = event.data.order;
  return { ...event, data: { ...event.data, order: order as PublicOrder<T>, resultAt: event.source } };
}

/** Bytes. */
function sizeOf(message: object): number {
  return new TextEncoder().encode(JSON.stringify(message)).length;
}
