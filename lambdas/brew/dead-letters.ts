import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as v from 'valibot';
import type { ParkMessage } from '../../adapters/sqs/parked-messages.ts';
import { failOrder } from '../../domain/order/fail-order.ts';
import type { Order } from '../../domain/order/order.ts';
import { UnreadableOrderError } from '../../domain/order/unreadable-order-error.ts';
import type { PutBack } from '../../domain/ports.ts';
import { type GiveUpDeps, giveUpMessage } from '../../domain/steps/give-up-message.ts';
import { postpone } from '../../domain/steps/postpone.ts';
import {
  newerStepMessageSchema,
  type StepMessage,
  stepMessageSchema,
} from '../../domain/steps/step-message.ts';
import { failureInLog } from '../failure-in-log.ts';
import { loggedFunction } from '../logged-function.ts';
import { eachMessage } from './each-message.ts';
import { orderIdIn, remnantSchema } from './parse-message.ts';

export interface DeadLetterPorts extends GiveUpDeps {
  readonly keep: ParkMessage;
  readonly putBack: PutBack;
}

/** What the customer reads: nothing of the inside. */
const failure = {
  title: 'Could not be made',
  detail: 'Something went wrong on our side, several times over. Please order again.',
};

type Remnant = v.InferOutput<typeof remnantSchema>;

const deadLetterSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([newerStepMessageSchema, stepMessageSchema, remnantSchema]),
);

/** For messages that the step worker gave up: fails orders that need them, and keeps them for whoever looks into it. */
export function createDeadLetters(ports: DeadLetterPorts) {
  return loggedFunction<SQSEvent, SQSBatchResponse>().handler((event) =>
    eachMessage(event, (record) => bury(ports, record)),
  );
}

async function bury(ports: DeadLetterPorts, record: SQSRecord): Promise<void> {
  const about = { orderId: orderIdIn(record.body), messageId: record.messageId };
  try {
    const parsed = v.safeParse(deadLetterSchema, record.body);
    if (parsed.success && v.is(newerStepMessageSchema, parsed.output)) {
      return await giveBack(ports, record, parsed.output.orderId);
    }
    const reason = parsed.success ? await giveUp(ports, parsed.output) : 'not a step message';
    await ports.keep(record.body, reason);
    console.error({ message: 'message given up', ...about, reason });
  } catch (error) {
    console.error({ message: 'dead letter failed', ...about, ...failureInLog(error) });
    throw error;
  }
}

/** Newer code has sent it: this code cannot say that it is in vain. */
async function giveBack(ports: DeadLetterPorts, { body, messageId }: SQSRecord, orderId: string) {
  const { outcome } = await postpone(ports, { orderId, body, times: 0 });
  console.warn({ message: `${outcome}: newer than this code`, orderId, messageId });
}

async function giveUp(ports: DeadLetterPorts, letter: StepMessage | Remnant): Promise<string> {
  const { orderId } = letter;
  try {
    const order = await ('step' in letter
      ? giveUpMessage(ports, letter as StepMessage, failure)
      : failOrder(ports, orderId, { failure, redrivable: true }));
    return order ? reasonOf(order) : `order ${orderId} does not exist`;
  } catch (error) {
    if (error instanceof UnreadableOrderError) return error.message;
    throw error;
  }
}

/** A worker that crashed or ran out of time could record no error. */
function reasonOf(order: Order): string {
  const state = `order ${order.id} is ${order.status}`;
  return order.status === 'failed' ? `${state}: ${order.lastError ?? 'no error was recorded'}` : state;
}
