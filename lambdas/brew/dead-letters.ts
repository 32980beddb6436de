import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as v from 'valibot';
import type { KeepLostSlip } from '../../adapters/sqs-lost-slips.ts';
import { failOrder } from '../../domain/fail-order.ts';
import { type GivingUp, giveUpSlip } from '../../domain/give-up-slip.ts';
import { slipSchema } from '../../domain/slip.ts';
import { coffeeFunction } from '../coffee-function.ts';
import { eachMessage } from './each-message.ts';

export interface DeadLetterPorts extends GivingUp {
  readonly keep: KeepLostSlip;
}

/** What the customer reads: nothing of the inside. */
const failure = {
  title: 'Could not be made',
  detail: 'Something went wrong at the brew station, several times over. Please order again.',
};

/** As much of a slip as tells whose order it is, whatever else is wrong with it. */
const remnantSchema = v.object({ orderId: v.pipe(v.string(), v.uuid()) });

const deadLetterSchema = v.pipe(v.string(), v.parseJson(), v.union([slipSchema, remnantSchema]));

/** For slips that the brew station gave up: fails orders that need them, and keeps them for whoever looks into it. */
export function createDeadLetters(ports: DeadLetterPorts) {
  return coffeeFunction<SQSEvent, SQSBatchResponse>().handler((event) =>
    eachMessage(event, (record) => bury(ports, record)),
  );
}

async function bury(ports: DeadLetterPorts, record: SQSRecord): Promise<void> {
  try {
    const reason = await giveUp(ports, record.body);
    await ports.keep(record.body, reason);
    console.error({ message: 'slip given up', messageId: record.messageId, reason });
  } catch (error) {
    console.error({ message: 'dead letter failed', messageId: record.messageId, error });
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
  return order ? `order ${orderId} is ${order.status}` : `order ${orderId} does not exist`;
}
