import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { putBackAttribute } from '../../adapters/sqs/put-back.ts';
import type { ExtendVisibility } from '../../adapters/sqs/visibility.ts';
import { UnreadableOrderError } from '../../domain/order/unreadable-order-error.ts';
import type { PutBack } from '../../domain/ports.ts';
import { type Handled, handleMessage, type StepWorkerDeps } from '../../domain/steps/handle-message.ts';
import { postpone } from '../../domain/steps/postpone.ts';
import type { StepMessage } from '../../domain/steps/step-message.ts';
import { failureInLog } from '../failure-in-log.ts';
import { loggedFunction } from '../logged-function.ts';
import { backoffSeconds } from './backoff.ts';
import { eachMessage } from './each-message.ts';
import { orderIdIn, parseMessage } from './parse-message.ts';

export interface StepWorkerPorts extends StepWorkerDeps {
  readonly extendVisibility: ExtendVisibility;
  readonly putBack: PutBack;
}

/** The step worker: each message of a batch on its own; only those that failed come again. */
export function createStepWorker(ports: StepWorkerPorts) {
  return loggedFunction<SQSEvent, SQSBatchResponse>().handler((event, context) =>
    eachMessage(event, (record) => handleRecord(ports, record, context)),
  );
}

async function handleRecord(
  ports: StepWorkerPorts,
  record: SQSRecord,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  try {
    const parsed = parseMessage(record.body);
    if (parsed.form === 'newer') await comeLater(ports, record, parsed.orderId);
    else await handleStepMessage(ports, parsed.message, record, context);
  } catch (error) {
    await comeAgain(ports, record, error);
    throw error;
  }
}

async function handleStepMessage(
  ports: StepWorkerPorts,
  message: StepMessage,
  record: SQSRecord,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  try {
    const handled = await handleMessage(ports, message, {
      remainingMs: () => context.getRemainingTimeInMillis(),
      extendVisibility: (seconds) => ports.extendVisibility(record.receiptHandle, seconds),
    });
    logHandled(message, handled);
  } catch (error) {
    if (!(error instanceof UnreadableOrderError && error.isNewer)) throw error;
    await comeLater(ports, record, message.orderId);
  }
}

/** For newer code, which a deployment brings or a rollback has taken away: no failure, and so not counted. */
async function comeLater(ports: StepWorkerPorts, { body, messageAttributes }: SQSRecord, orderId: string) {
  const times = Number(messageAttributes[putBackAttribute]?.stringValue ?? 0);
  const { outcome, ...rest } = await postpone(ports, { orderId, body, times });
  console.warn({ message: `${outcome}: newer than this code`, orderId, times, ...rest });
}

function logHandled({ orderId, step }: StepMessage, handled: Handled): void {
  if (handled.outcome === 'failed') {
    console.warn({ message: 'order failed', orderId, step, ...failureInLog(handled.error) });
    return;
  }
  const { outcome: message, order, ...rest } = { order: undefined, ...handled };
  console.info({ message, orderId, step, ...rest, status: order?.status });
}

/** Without a shorter wait the message would be hidden for the rest of the queue's visibility timeout. */
async function comeAgain(ports: StepWorkerPorts, record: SQSRecord, error: unknown): Promise<void> {
  const receives = Number(record.attributes.ApproximateReceiveCount);
  const seconds = backoffSeconds(receives, Math.random());
  const about = { orderId: orderIdIn(record.body), messageId: record.messageId };
  console.warn({ message: 'message failed', ...about, receives, seconds, ...failureInLog(error) });
  await ports.extendVisibility(record.receiptHandle, seconds).catch((cause: unknown) => {
    console.warn({ message: 'backoff not set', ...about, ...failureInLog(cause) });
  });
}
