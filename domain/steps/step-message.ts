import * as v from 'valibot';
import { currentStep, isUnderway, type OpenOrder } from '../order/order.ts';
import { leaseRemainingMs } from './lease.ts';

/** SQS delays a message by 15 minutes at most: longer steps are a chain of delays. */
const maxDelaySeconds = 900;

/** More requeues than any healthy order needs: a day-long step takes 96. */
export const maxRequeues = 1000;

const version = 2;

const wholeNumber = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** What every form of the message has. */
export const orderId = v.pipe(v.string(), v.uuid());
export const step = wholeNumber(1, 1000);
const requeues = v.optional(wholeNumber(0, 1_000_000), 0);
const revision = v.optional(wholeNumber(1, Number.MAX_SAFE_INTEGER));
const count = v.optional(wholeNumber(0, 1_000_000));
const flag = v.optional(v.literal(true));

const current = v.looseObject({
  v: v.literal(version),
  orderId,
  step,
  /** How often it was sent anew because its time had not come. */
  requeues,
  /** The revision that the order had when this message began to wait for its lease to run out. */
  observedRevision: revision,
  /** How often it has found somebody alive at that lease. */
  leaseChecks: count,
  /** Sent by an operator: take an order up again that was given up. */
  redrive: flag,
});

/** The same by other names, from before there was a second version. */
const first = v.pipe(
  v.looseObject({
    v: v.optional(v.literal(1)),
    orderId,
    step,
    hops: requeues,
    saw: revision,
    looks: count,
    again: flag,
  }),
  v.transform(({ hops, saw, looks, again, ...rest }) => ({
    ...rest,
    v: version as typeof version,
    requeues: hops,
    ...(saw !== undefined && { observedRevision: saw }),
    ...(looks !== undefined && { leaseChecks: looks }),
    ...(again && { redrive: again }),
  })),
);

/** The queue's message: "start step number `step` of this order". Fields that this code does not know stay in it. */
export const stepMessageSchema = v.lazy((input) =>
  v.is(v.object({ v: v.literal(version) }), input) ? current : first,
);

/** As much of a message of newer code as tells whose order it is. */
export const newerStepMessageSchema = v.looseObject({
  v: v.pipe(v.number(), v.integer(), v.minValue(version + 1)),
  orderId,
});

export type StepMessage = v.InferOutput<typeof current>;

/** A message and when it should be worked on. */
export interface DueMessage {
  readonly message: StepMessage;
  /** Whole seconds, 0 to 900. */
  readonly delaySeconds: number;
}

/** The one message that an open order needs to go on. */
export function nextMessage(order: OpenOrder, now: number): DueMessage {
  if (!isUnderway(order)) return messageFor(order, order.step + 1, 0);
  return currentStep(order)?.kind === 'work'
    ? messageFor(order, order.step, leaseRemainingMs(order, now))
    : messageFor(order, order.step + 1, order.stepEndsAt - now);
}

/** The same message, to come back after `ms`, one requeue later. */
export function requeued(message: StepMessage, ms: number): DueMessage {
  return { message: { ...message, requeues: message.requeues + 1 }, delaySeconds: delayFor(ms) };
}

/** An operator's: takes an order up again that was given up. */
export function redriveMessage(orderId: string, step: number): StepMessage {
  return { v: version, orderId, step, requeues: 0, redrive: true };
}

function messageFor(order: OpenOrder, step: number, ms: number): DueMessage {
  return {
    message: { v: version, orderId: order.id, step, requeues: 0 },
    delaySeconds: delayFor(ms),
  };
}

/** Rounded down: what remains, less than a second, is waited out by the worker. */
function delayFor(ms: number): number {
  return Math.min(maxDelaySeconds, Math.max(0, Math.floor(ms / 1000)));
}
