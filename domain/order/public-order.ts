import * as v from 'valibot';
import type { Request, ResultOf, StatusOf, Task, WorkStatus } from '../task.ts';
import {
  isFailed,
  isOpen,
  isReady,
  isUnderway,
  type OpenOrder,
  type Order,
  type StoredFile,
} from './order.ts';

const time = v.pipe(v.string(), v.isoTimestamp());

/** What every task's orders have in common as customers see them. Times are RFC 3339 UTC. */
export const publicOrderSchema = v.object({
  id: v.string(),
  status: v.string(),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  progress: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  createdAt: time,
  updatedAt: time,
  estimatedReadyAt: v.optional(time),
  stepStartedAt: v.optional(time),
  stepEndsAt: v.optional(time),
  readyAt: v.optional(time),
  history: v.array(v.object({ status: v.string(), at: time })),
  result: v.optional(v.record(v.string(), v.unknown())),
  failure: v.optional(v.object({ title: v.string(), detail: v.string() })),
  links: v.object({ self: v.string(), download: v.optional(v.string()) }),
});

type CommonFields = v.InferOutput<typeof publicOrderSchema>;

/** An order of the task as customers see it: HTTP body and WebSocket data. The request's fields are its own. */
export type PublicOrder<T extends Task = Task> = Omit<CommonFields, 'status' | 'history' | 'result'> &
  Request<T> & {
    status: StatusOf<T>;
    history: { status: StatusOf<T>; at: string }[];
    /** What the work steps made, by status; only when ready. */
    result?: { [Status in WorkStatus<T>]?: ResultOf<T, Status> } & { file?: PublicFile };
  };

/** A file that is there to download, at `links.download` of its order. */
export type PublicFile = Omit<StoredFile, 'key'>;

export function toPublic<T extends Task>(task: T, order: Order): PublicOrder<T> {
  const fields = {
    id: order.id,
    ...order.request,
    status: order.status,
    version: order.version,
    progress: order.progress,
    createdAt: iso(order.createdAt),
    updatedAt: iso(order.updatedAt),
    ...timesOf(order),
    ...endingOf(order),
    history: order.history.map(({ status, at }) => ({ status, at: iso(at) })),
    links: linksOf(task, order),
  };
  // The request was validated by the schema of the task, and the statuses are those of its steps.
  return fields as unknown as PublicOrder<T>;
}

function linksOf(task: Task, order: Order): CommonFields['links'] {
  const self = orderPath(task, order.id);
  return { self, ...(isReady(order) && order.file && { download: `${self}/download` }) };
}

export function orderPath({ collection }: Pick<Task, 'collection'>, id: string): string {
  return `/${collection}/${id}`;
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
  if (isReady(order)) return { readyAt: iso(order.readyAt), result: { ...order.results, ...fileOf(order) } };
  if (isFailed(order)) return { failure: order.failure };
  return {};
}

function fileOf({ file }: Order) {
  if (!file) return {};
  const { key, ...shown } = file;
  return { file: shown satisfies PublicFile };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
