import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as v from 'valibot';
import type { KeepLostSlip } from '../../adapters/sqs-lost-slips.ts';
import { failOrder } from '../../domain/fail-order.ts';
import type { Clock, OrderBook } from '../../domain/ports.ts';

export interface DeadLetterPorts {
  readonly orders: OrderBook;
  readonly keep: KeepLostSlip;
  readonly clock: Clock;
}

/** What the customer reads: nothing of the inside. */
const failure = {
  title: 'Could not be made',
  detail: 'Something went wrong at the brew station, several times over. Please order again.',
};

/** As much of a slip as tells whose order it is, whatever else is wrong with it. */
const orderIdSchema = v.pipe(v.string(), v.parseJson(), v.object({ orderId: v.pipe(v.string(), v.uuid()) }));

/** For slips that the brew station gave up: fails their orders and keeps the slips for whoever looks into it. */
export function createDeadLetters(ports: DeadLetterPorts) {
  return middy<SQSEvent, SQSBatchResponse>().handler(async (event) => {
    const failed = await Promise.all(event.Records.map((record) => bury(ports, record)));
    return { batchItemFailures: failed.filter((item) => item !== undefined) };
  });
}

async function bury(
  ports: DeadLetterPorts,
  record: SQSRecord,
): Promise<{ itemIdentifier: string } | undefined> {
  try {
    const reason = await giveUp(ports, record.body);
    await ports.keep(record.body, reason);
    console.error({ message: 'slip given up', messageId: record.messageId, reason });
    return undefined;
  } catch (error) {
    console.error({ message: 'dead letter failed', messageId: record.messageId, error });
    return { itemIdentifier: record.messageId };
  }
}

async function giveUp(ports: DeadLetterPorts, body: string): Promise<string> {
  const parsed = v.safeParse(orderIdSchema, body);
  if (!parsed.success) return 'not a slip';
  const { orderId } = parsed.output;
  const order = await failOrder(ports, orderId, failure);
  return order ? `order ${orderId} is ${order.status}` : `order ${orderId} does not exist`;
}
