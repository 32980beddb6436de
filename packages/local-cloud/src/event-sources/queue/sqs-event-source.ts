import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import type { LambdaFunction } from '../../lambda/lambda-function.ts';
import { atMost } from '../at-most.ts';
import { createAttempts } from '../attempts.ts';
import { createBackoff } from '../backoff.ts';
import type { EventSource, Report } from '../event-source.ts';
import { sqsMapping } from '../event-source-mapping.ts';
import { createWorkSet } from '../work-set.ts';
import { handleBatch } from './sqs-batch.ts';
import { toSqsRecord } from './sqs-event.ts';
import { gatherMessages } from './sqs-receiver.ts';
import { removeMessages } from './sqs-removal.ts';

export interface SqsEventSourceOptions {
  /** Resolved properties of the AWS::Lambda::EventSourceMapping. */
  readonly mapping: Readonly<Record<string, unknown>>;
  readonly fn: LambdaFunction;
  /** Signs as the function's role. */
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly log?: Report;
}

/** Polls a queue and invokes the function with batches, as Lambda's SQS event source does. */
export function startSqsEventSource(options: SqsEventSourceOptions): EventSource {
  const { fn, client, queueUrl, log = () => {} } = options;
  const mapping = v.parse(sqsMapping, options.mapping);
  const stop = new AbortController();
  const { signal } = stop;
  const attempt = createAttempts(`${fn.logicalId} cannot receive from ${queueUrl}`, log, signal);
  const throttleBackoff = createBackoff({ first: 200, longest: 5000 });
  const batches = createWorkSet(mapping.ScalingConfig.MaximumConcurrency);
  const gathering = {
    client,
    queueUrl,
    signal,
    batchSize: mapping.BatchSize,
    window: mapping.MaximumBatchingWindowInSeconds,
  };
  let throttled = false;

  async function poll(): Promise<void> {
    while (!signal.aborted) {
      await batches.roomForOne();
      if (throttled) await throttleBackoff.wait(signal);
      const messages = await attempt(() => gatherMessages(gathering));
      if (messages && messages.length > 0) batches.add(handle(messages));
    }
  }

  async function handle(messages: readonly Message[]): Promise<void> {
    const records = messages.map((message) => toSqsRecord(message, mapping.EventSourceArn));
    const handled = await handleBatch({ mapping, fn, log }, records);
    throttled = handled.throttled;
    if (!throttled) throttleBackoff.reset();
    await removeMessages({ client, queueUrl, log }, handled.done);
  }

  const polling = mapping.Enabled ? poll() : Promise.resolve();
  return {
    async close() {
      stop.abort();
      await atMost(1000, polling.then(batches.all));
    },
  };
}
