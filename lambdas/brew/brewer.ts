import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Hide } from '../../adapters/sqs-visibility.ts';
import { type Brewing, brew } from '../../domain/brew.ts';
import type { Slip } from '../../domain/slip.ts';
import { coffeeFunction } from '../coffee-function.ts';
import { backoffSeconds } from './backoff.ts';
import { eachMessage } from './each-message.ts';
import { parseSlip } from './parse-slip.ts';

export interface BrewerPorts extends Brewing {
  readonly hide: Hide;
}

/** The brew station: each slip of a batch on its own; only those that failed come again. */
export function createBrewer(ports: BrewerPorts) {
  return coffeeFunction<SQSEvent, SQSBatchResponse>().handler((event, context) =>
    eachMessage(event, (record) => brewRecord(ports, record, context)),
  );
}

async function brewRecord(
  ports: BrewerPorts,
  record: SQSRecord,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  let slip: Slip | undefined;
  try {
    slip = parseSlip(record.body);
    const brewed = await brew(ports, slip, {
      remainingMs: () => context.getRemainingTimeInMillis(),
      hide: (seconds) => ports.hide(record.receiptHandle, seconds),
    });
    const { outcome: message, order, ...rest } = { order: undefined, ...brewed };
    console.info({ message, orderId: slip.orderId, step: slip.step, ...rest, status: order?.status });
  } catch (error) {
    await comeAgain(ports, record, slip, error);
    throw error;
  }
}

/** Without a shorter wait the message would be hidden for the rest of the queue's visibility timeout. */
async function comeAgain(
  ports: BrewerPorts,
  record: SQSRecord,
  slip: Slip | undefined,
  error: unknown,
): Promise<void> {
  const receives = Number(record.attributes.ApproximateReceiveCount);
  const seconds = backoffSeconds(receives, Math.random());
  const { orderId } = slip ?? {};
  console.warn({ message: 'slip failed', orderId, messageId: record.messageId, receives, seconds, error });
  await ports.hide(record.receiptHandle, seconds).catch((cause: unknown) => {
    console.warn({ message: 'backoff not set', orderId, messageId: record.messageId, error: cause });
  });
}
