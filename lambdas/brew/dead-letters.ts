import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as v from 'valibot';
import type { KeepLostSlip } from '../../adapters/sqs-lost-slips.ts';
import { failOrder } from '../../domain/fail-order.ts';
import { type GivingUp, giveUpSlip } from '../../domain/give-up-slip.ts';
import type { Order } from '../../domain/order.ts';
import { slipSchema } from '../../domain/slip.ts';
import { coffeeFunction } from '../coffee-function.ts';
import { failureInLog } from '../failure-in-log.ts';
import { eachMessage } from './each-message.ts';
import { orderIdIn, remnantSchema } from './parse-slip.ts';

export interface DeadLetterPorts extends GivingUp {
  readonly keep: KeepLostSlip;
}

/** What the customer reads: nothing of the inside. */
const failure = {
  title: 'Could not be made',
  detail: 'Something went wrong at the brew station, several times over. Please order again.',
};

const deadLetterSchema = v.pipe(v.string(), v.parseJson(), v.union([slipSchema, remnantSchema]));

/** For slips that the brew station gave up: fails orders that need them, and keeps them for whoever looks into it. */
export function createDeadLetters(ports: DeadLetterPorts) {
  return coffeeFunction<SQSEvent, SQSBatchResponse>().handler((event) =>
    eachMessage(event, (record) => bury(ports, record)),
  );
}

async function bury(ports: DeadLetterPorts, record: SQSRecord): Promise<void> {
  const about = { orderId: orderIdIn(record.body), messageId: record.messageId };
  try {
    const reason = await giveUp(ports, record.body);
    await ports.keep(record.body, reason);
    console.error({ message: 'slip given up', ...about, reason });
  } catch (error) {
    console.error({ message: 'dead letter failed', ...about, ...failureInLog(error) });
    throw error;
  }
}

async function giveUp(ports: DeadLetterPorts, body: string): Promise<string> {
  const parsed = v.safeParse(deadLetterSchema, body);
  if (!parsed.success) return 'not a slip';
  const letter = parsed.output;
  const { orderId } = letter;
  const order = await ('step' in letter
    ? giveUpSlip(ports, letter, failure)
    : failOrder(ports, orderId, { failure, redrivable: true }));
  return order ? reasonOf(order) : `order ${orderId} does not exist`;
}

/** A worker that crashed or ran out of time could record no error. */
function reasonOf(order: Order): string {
  const state = `order ${order.id} is ${order.status}`;
  return order.status === 'failed' ? `${state}: ${order.lastError ?? 'no error was recorded'}` : state;
}
