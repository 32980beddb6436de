import * as v from 'valibot';
import { currentStep, isUnderway, type OpenOrder } from '../order/order.ts';
import { leaseRemainingMs } from './lease.ts';

/** SQS delays a message by 15 minutes at most: longer steps are a chain of delays. */
const maxDelaySeconds = 900;

/** More put-backs than any healthy order needs: a day-long step takes 96. */
export const maxHops = 1000;

const slipVersion = 1;

const wholeNumber = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

const orderId = v.pipe(v.string(), v.uuid());

/** The queue's message: "start step number `step` of this order". Fields that this code does not know stay in it. */
export const slipSchema = v.looseObject({
  v: v.optional(v.literal(slipVersion), slipVersion),
  orderId,
  step: wholeNumber(1, 1000),
  hops: v.optional(wholeNumber(0, 1_000_000), 0),
  /** The revision that the order had when this slip began to wait for its lease to run out. */
  saw: v.optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
  /** How often it has found somebody alive at that lease. */
  looks: v.optional(wholeNumber(0, 1_000_000)),
  /** Sent by an operator: brew an order again that was given up. */
  again: v.optional(v.literal(true)),
});

/** As much of a message of newer code as tells whose order it is. */
export const newerSlipSchema = v.looseObject({
  v: v.pipe(v.number(), v.integer(), v.minValue(slipVersion + 1)),
  orderId,
});

export type Slip = v.InferOutput<typeof slipSchema>;

/** A slip and when it should be worked on. */
export interface DueSlip {
  readonly slip: Slip;
  /** Whole seconds, 0 to 900. */
  readonly delaySeconds: number;
}

/** The one slip that an open order needs to go on. */
export function nextSlip(order: OpenOrder, now: number): DueSlip {
  if (!isUnderway(order)) return slipFor(order, order.step + 1, 0);
  return currentStep(order)?.kind === 'work'
    ? slipFor(order, order.step, leaseRemainingMs(order, now))
    : slipFor(order, order.step + 1, order.stepEndsAt - now);
}

/** The same slip, to come back after `ms`, one hop later. */
export function putBack(slip: Slip, ms: number): DueSlip {
  return { slip: { ...slip, hops: slip.hops + 1 }, delaySeconds: delayFor(ms) };
}

function slipFor(order: OpenOrder, step: number, ms: number): DueSlip {
  return {
    slip: { v: slipVersion, orderId: order.id, step, hops: 0 },
    delaySeconds: delayFor(ms),
  };
}

/** Rounded down: what remains, less than a second, is waited out by the worker. */
function delayFor(ms: number): number {
  return Math.min(maxDelaySeconds, Math.max(0, Math.floor(ms / 1000)));
}
