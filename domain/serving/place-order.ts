import { isSameJson } from '../json.ts';
import { BusyError } from '../order/busy-error.ts';
import { deadlineFor } from '../order/deadline.ts';
import { failOrder } from '../order/fail-order.ts';
import { isQueued, type Order, type QueuedOrder } from '../order/order.ts';
import { shortError } from '../order/short-error.ts';
import type { Clock, OrderIds, OrderRepository, StepQueue } from '../ports.ts';
import { atSpeed } from '../steps/step.ts';
import { nextMessage } from '../steps/step-message.ts';
import type { Task } from '../task.ts';

export interface PlaceOrderDeps {
  readonly task: Task;
  readonly orders: OrderRepository;
  readonly queue: StepQueue;
  readonly ids: OrderIds;
  readonly clock: Clock;
  /** How many times as fast as the task says its steps go. */
  readonly speed: number;
}

export type Placed =
  | { readonly outcome: 'accepted'; readonly order: Order }
  /** An earlier request with this key has made the order: as it is now. */
  | { readonly outcome: 'replayed'; readonly order: Order }
  /** The key was used for another request. */
  | { readonly outcome: 'key-reused' };

/** The table or the queue failed: `cause`. The order of this id may be there or not. */
export class NotPlacedError extends Error {
  override readonly name = 'NotPlacedError';
  readonly orderId: string;

  constructor(orderId: string, cause: unknown) {
    super(`order ${orderId} could not be placed: ${shortError(cause)}`, { cause });
    this.orderId = orderId;
  }
}

const failure = {
  title: 'Not accepted',
  detail: 'The service was too busy to take this order. Please order again.',
};

/**
 * Row first, message second: a crash in between leaves a row that the same request (same `key`) or the sweeper sends on.
 * Rejects with a NotPlacedError when the table or the queue fails. Asking again with the same key is then safe; without a key the next
 * request is another order, and so this one is ended, if that can be done.
 */
export async function placeOrder(
  deps: PlaceOrderDeps,
  owner: string,
  request: object,
  key?: string,
): Promise<Placed> {
  const { ids } = deps;
  const id = key === undefined ? ids.random() : ids.derived(owner, key);
  try {
    const placed = await place(deps, id, owner, request);
    // Nobody else has a random id: the row is our own, whose writing was answered too late and repeated.
    return placed.outcome === 'replayed' && key === undefined ? { ...placed, outcome: 'accepted' } : placed;
  } catch (error) {
    // Should this fail too, the sweeper runs an order that nobody waits for.
    if (key === undefined) await failOrder(deps, id, { failure }).catch(() => {});
    throw new NotPlacedError(id, error);
  }
}

async function place(deps: PlaceOrderDeps, id: string, owner: string, request: object): Promise<Placed> {
  const order = newOrder(deps, id, owner, request);
  if ((await deps.orders.create(order)) === 'exists') return placeAgain(deps, id, request);
  await sendMessage(deps, order);
  return { outcome: 'accepted', order };
}

async function placeAgain(deps: PlaceOrderDeps, id: string, request: object): Promise<Placed> {
  const order = await deps.orders.get(id);
  if (!order) throw new BusyError(`order ${id} exists and is gone at once`);
  if (!isSameJson(request, order.request)) return { outcome: 'key-reused' };
  if (isQueued(order)) await sendMessage(deps, order);
  return { outcome: 'replayed', order };
}

function sendMessage({ queue, clock }: PlaceOrderDeps, order: QueuedOrder): Promise<void> {
  return queue.send(nextMessage(order, clock.now()));
}

function newOrder(deps: PlaceOrderDeps, id: string, owner: string, request: object): QueuedOrder {
  const now = deps.clock.now();
  const steps = atSpeed(deps.task.steps(request), deps.speed);
  return {
    id,
    owner,
    request,
    steps,
    step: 0,
    status: 'queued',
    version: 1,
    revision: 1,
    progress: 0,
    createdAt: now,
    updatedAt: now,
    deadline: deadlineFor(steps, now),
    sweeps: 0,
    history: [{ status: 'queued', at: now }],
    results: {},
  };
}
