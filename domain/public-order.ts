import * as v from 'valibot';
import { drinks, sizes } from './menu.ts';
import { isOpen, isUnderway, type OpenOrder, type Order } from './order.ts';
import { stepStatuses } from './step.ts';

const time = v.pipe(v.string(), v.isoTimestamp());

export const statusSchema = v.picklist(['queued', ...stepStatuses, 'ready', 'failed', 'cancelled']);

/** An order as customers see it: HTTP body and WebSocket data. Times are RFC 3339 UTC. */
export const publicOrderSchema = v.object({
  id: v.string(),
  drink: v.picklist(drinks),
  size: v.picklist(sizes),
  name: v.optional(v.string()),
  status: statusSchema,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  progress: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  createdAt: time,
  updatedAt: time,
  estimatedReadyAt: v.optional(time),
  stepStartedAt: v.optional(time),
  stepEndsAt: v.optional(time),
  readyAt: v.optional(time),
  history: v.array(v.object({ status: statusSchema, at: time })),
  result: v.optional(v.record(v.string(), v.unknown())),
  failure: v.optional(v.object({ title: v.string(), detail: v.string() })),
  links: v.object({ self: v.string() }),
});

export type PublicOrder = v.InferOutput<typeof publicOrderSchema>;

export function toPublic(order: Order): PublicOrder {
  return {
    id: order.id,
    drink: order.drink,
    size: order.size,
    ...(order.name === undefined ? {} : { name: order.name }),
    status: order.status,
    version: order.version,
    progress: order.progress,
    createdAt: iso(order.createdAt),
    updatedAt: iso(order.updatedAt),
    ...timesOf(order),
    ...endingOf(order),
    history: order.history.map(({ status, at }) => ({ status, at: iso(at) })),
    links: { self: orderPath(order.id) },
  };
}

export function orderPath(id: string): string {
  return `/orders/${id}`;
}

/** Milliseconds; by the recipe, as if nothing waited from here on. */
function estimatedReadyAt(order: OpenOrder): number {
  const rest = order.steps.slice(order.step).reduce((sum, step) => sum + step.seconds * 1000, 0);
  return (isUnderway(order) ? order.stepEndsAt : order.updatedAt) + rest;
}

function timesOf(order: Order) {
  if (!isOpen(order)) return {};
  const estimate = { estimatedReadyAt: iso(estimatedReadyAt(order)) };
  if (!isUnderway(order)) return estimate;
  return { ...estimate, stepStartedAt: iso(order.stepStartedAt), stepEndsAt: iso(order.stepEndsAt) };
}

function endingOf(order: Order) {
  if (order.status === 'ready') return { readyAt: iso(order.readyAt), result: { ...order.results } };
  if (order.status === 'failed') return { failure: order.failure };
  return {};
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
