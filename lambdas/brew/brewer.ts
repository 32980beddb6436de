import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Hide } from '../../adapters/sqs-visibility.ts';
import { type Brewed, type Brewing, brew } from '../../domain/brew.ts';
import type { Slip } from '../../domain/slip.ts';
import { coffeeFunction } from '../coffee-function.ts';
import { failureInLog } from '../failure-in-log.ts';
import { backoffSeconds } from './backoff.ts';
import { eachMessage } from './each-message.ts';
import { orderIdIn, parseSlip } from './parse-slip.ts';

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
  try {
    const slip = parseSlip(record.body);
    const brewed = await brew(ports, slip, {
      remainingMs: () => context.getRemainingTimeInMillis(),
      hide: (seconds) => ports.hide(record.receiptHandle, seconds),
    });
    logBrewed(slip, brewed);
  } catch (error) {
    await comeAgain(ports, record, error);
    throw error;
  }
}

function logBrewed({ orderId, step }: Slip, brewed: Brewed): void {
  if (brewed.outcome === 'failed') {
    console.warn({ message: 'order failed', orderId, step, ...failureInLog(brewed.error) });
    return;
  }
  const { outcome: message, order, ...rest } = { order: undefined, ...brewed };
  console.info({ message, orderId, step, ...rest, status: order?.status });
}

/** Without a shorter wait the message would be hidden for the rest of the queue's visibility timeout. */
async function comeAgain(ports: BrewerPorts, record: SQSRecord, error: unknown): Promise<void> {
  const receives = Number(record.attributes.ApproximateReceiveCount);
  const seconds = backoffSeconds(receives, Math.random());
  const about = { orderId: orderIdIn(record.body), messageId: record.messageId };
  console.warn({ message: 'slip failed', ...about, receives, seconds, ...failureInLog(error) });
  await ports.hide(record.receiptHandle, seconds).catch((cause: unknown) => {
    console.warn({ message: 'backoff not set', ...about, ...failureInLog(cause) });
  });
}
