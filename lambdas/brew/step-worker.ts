import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { putBackAttribute } from '../../adapters/sqs/put-back.ts';
import type { Hide } from '../../adapters/sqs/visibility.ts';
import { UnreadableOrderError } from '../../domain/order/unreadable-order-error.ts';
import type { PutBack } from '../../domain/ports.ts';
import { type Brewed, type Brewing, brew } from '../../domain/steps/handle-message.ts';
import { postpone } from '../../domain/steps/postpone.ts';
import type { Slip } from '../../domain/steps/step-message.ts';
import { failureInLog } from '../failure-in-log.ts';
import { loggedFunction } from '../logged-function.ts';
import { backoffSeconds } from './backoff.ts';
import { eachMessage } from './each-message.ts';
import { orderIdIn, parseSlip } from './parse-message.ts';

export interface BrewerPorts extends Brewing {
  readonly hide: Hide;
  readonly putBack: PutBack;
}

/** The brew station: each slip of a batch on its own; only those that failed come again. */
export function createBrewer(ports: BrewerPorts) {
  return loggedFunction<SQSEvent, SQSBatchResponse>().handler((event, context) =>
    eachMessage(event, (record) => brewRecord(ports, record, context)),
  );
}

async function brewRecord(
  ports: BrewerPorts,
  record: SQSRecord,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  try {
    const parsed = parseSlip(record.body);
    if (parsed.form === 'newer') await comeLater(ports, record, parsed.orderId);
    else await brewSlip(ports, parsed.slip, record, context);
  } catch (error) {
    await comeAgain(ports, record, error);
    throw error;
  }
}

async function brewSlip(
  ports: BrewerPorts,
  slip: Slip,
  record: SQSRecord,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  try {
    const brewed = await brew(ports, slip, {
      remainingMs: () => context.getRemainingTimeInMillis(),
      hide: (seconds) => ports.hide(record.receiptHandle, seconds),
    });
    logBrewed(slip, brewed);
  } catch (error) {
    if (!(error instanceof UnreadableOrderError && error.isNewer)) throw error;
    await comeLater(ports, record, slip.orderId);
  }
}

/** For newer code, which a deployment brings or a rollback has taken away: no failure, and so not counted. */
async function comeLater(ports: BrewerPorts, { body, messageAttributes }: SQSRecord, orderId: string) {
  const times = Number(messageAttributes[putBackAttribute]?.stringValue ?? 0);
  const { outcome, ...rest } = await postpone(ports, { orderId, body, times });
  console.warn({ message: `${outcome}: newer than this code`, orderId, times, ...rest });
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
