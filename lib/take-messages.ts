import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { TaskFunction } from './functions/task-function.ts';

/** Lets a function work a queue's messages: batches of ten at once, failed messages come again by themselves. */
export function takeMessages(
  worker: TaskFunction<object>,
  queue: Queue,
  { maxConcurrency }: { readonly maxConcurrency: number },
): void {
  worker.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.queueArn);
  worker.fn.addEventSourceMapping('Messages', {
    eventSourceArn: queue.queueArn,
    batchSize: 10,
    maxConcurrency,
    reportBatchItemFailures: true,
  });
}
