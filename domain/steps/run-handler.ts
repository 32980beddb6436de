import type { Order, OrderUnderway } from '../order/order.ts';
import type { Clock, Delivery, FileStore, OrderRepository } from '../ports.ts';
import { FileOfRun } from './file-of-run.ts';
import { limitedCheckpoint, limitedResult } from './json-limits.ts';
import { leaseMs, leaseRemainingMs } from './lease.ts';
import { LeasedOrder } from './leased-order.ts';
import { PermanentError } from './permanent-error.ts';
import type { StepHandlers, StepInput, StepOutcome } from './step-handler.ts';

export interface RunHandlerDeps {
  readonly orders: OrderRepository;
  readonly clock: Clock;
  readonly steps: StepHandlers;
  /** @default a step that makes a file fails */
  readonly files?: FileStore;
}

/** How often progress is written at most, and how soon a lost lease is noticed while progress is reported. */
const beatMs = 1000;

/** What is left for saving when the function's time runs out: the work hears `abort` this long before the end. */
const windUpMs = 5000;

/** After this much of the wind-up the work is given up: the rest is for releasing the lease. */
const giveUpMs = 1500;

/** `error` when the order has failed for good. */
export type HandlerRun = { readonly order: Order; readonly error?: PermanentError } | 'lost';

/**
 * Runs the work of the step that `mine` holds the lease of, and writes what came of it: the next step, a failure,
 * or a checkpoint to go on from. `lost` when the order was taken away. Rejects, with the lease released, when the
 * work did: the message comes again.
 */
export async function runHandler(
  deps: RunHandlerDeps,
  mine: OrderUnderway,
  delivery: Delivery,
): Promise<HandlerRun> {
  const leased = new LeasedOrder(deps, mine);
  const made = new FileOfRun(deps, leased);
  const ended = new AbortController();
  const beating = beat(deps, leased, delivery, ended.signal);
  try {
    // No beat may follow the last write: it would renew what was given back, or tell progress of the next step.
    const outcome = await Promise.race([
      perform(deps, leased, made),
      leased.whenLost,
      beating as Promise<never>,
    ]).finally(() => ended.abort());
    const order = outcome === 'lost' ? 'lost' : await settle(leased, outcome, made);
    return order === 'lost' ? 'lost' : { order };
  } catch (error) {
    if (error instanceof PermanentError) return failForGood(leased, error);
    // Should this fail too, the lease runs out by itself.
    await leased.releaseAfter(error).catch(() => {});
    throw error;
  } finally {
    leased.abort('this run of the work has ended');
    await beating.catch(() => {});
    // Should this fail, a later run or the store's own time limit removes it.
    await made.removeUnlessKept().catch(() => {});
  }
}

async function perform(
  { steps }: RunHandlerDeps,
  leased: LeasedOrder,
  made: FileOfRun,
): Promise<StepOutcome> {
  const { order, fence } = leased;
  const handler = steps[order.status];
  if (!handler) throw new Error(`no handler is registered for the step ${order.status}`);
  const input: StepInput = {
    orderId: order.id,
    request: order.request,
    fence,
    checkpoint: order.checkpoint,
    signal: leased.signal,
    report: (fraction) => leased.report(fraction),
  };
  const outcome = await handler(input);
  if ('file' in outcome) await made.store(outcome.file);
  return outcome;
}

function settle(leased: LeasedOrder, outcome: StepOutcome, made: FileOfRun): Promise<Order | 'lost'> {
  const { order } = leased;
  if ('file' in outcome) return made.finish();
  if ('continueFrom' in outcome) return leased.release(limitedCheckpoint(order, outcome.continueFrom));
  const result = limitedResult(order, outcome.done);
  return leased.finish(result === undefined ? {} : { result });
}

async function failForGood(leased: LeasedOrder, error: PermanentError): Promise<HandlerRun> {
  const order = await leased.fail({ title: error.title, detail: error.detail });
  return order === 'lost' ? 'lost' : { order, error };
}

/** Keeps lease and message alive, writes reported progress and ends the work in time. Resolves only after `ended`. */
async function beat(
  deps: RunHandlerDeps,
  leased: LeasedOrder,
  delivery: Delivery,
  ended: AbortSignal,
): Promise<void> {
  const { clock } = deps;
  const windUp = clock.sleep(Math.max(0, delivery.remainingMs() - windUpMs), ended);
  for (;;) {
    await clock.sleep(beatMs, ended);
    if (ended.aborted) return;
    if (delivery.remainingMs() < giveUpMs)
      throw new Error('the work did not end in the time of the function');
    if (delivery.remainingMs() < windUpMs) leased.abort('the time of the function is nearly up');
    // A call that hangs must not keep the work from hearing that its time is up.
    await Promise.race([keepAlive(deps, leased, delivery), windUp]);
  }
}

/** A beat that fails is made up for by the next one, as long as the lease lasts. */
async function keepAlive({ clock }: RunHandlerDeps, leased: LeasedOrder, delivery: Delivery): Promise<void> {
  try {
    if (await leased.keep()) await delivery.extendVisibility(Math.ceil(leaseMs / 1000));
  } catch (error) {
    if (leaseRemainingMs(leased.order, clock.now()) === 0) throw error;
  }
}
