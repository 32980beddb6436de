import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Tables } from '../dynamodb/start-tables.ts';
import type { DeployedFunctions } from '../functions.ts';
import { queueUrl } from '../sqs/start-queues.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import type { CloudContext } from '../template/resource-type.ts';
import type { EventSource } from './event-source.ts';
import { startSqsEventSource } from './queue/sqs-event-source.ts';
import { type Schedule, startSchedule } from './schedule/schedule.ts';
import type { CheckpointStore } from './stream/checkpoint-store.ts';
import { startStreamEventSource } from './stream/stream-event-source.ts';

export interface EventSourcesInput {
  readonly template: ResolvedTemplate;
  readonly context: CloudContext;
  readonly functions: DeployedFunctions;
  readonly tables: Tables;
  readonly checkpoints: CheckpointStore;
  readonly log: (line: string) => void;
}

export interface EventSources extends EventSource {
  /** By logical id. */
  readonly schedules: ReadonlyMap<string, Schedule>;
}

/** All that invokes functions by itself: queues, streams, schedules. */
export function startEventSources(input: EventSourcesInput): EventSources {
  const { template } = input;
  const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').map((resource) =>
    startMapping(resource, input),
  );
  const schedules = new Map(
    resourcesOf(template, 'AWS::Events::Rule', 'AWS::Scheduler::Schedule').map((resource) => [
      resource.logicalId,
      startRule(resource, input),
    ]),
  );
  return {
    schedules,
    async close() {
      await Promise.all([...mappings, ...schedules.values()].map((source) => source.close()));
    },
  };
}

function startMapping({ ref, properties }: ResolvedResource, input: EventSourcesInput): EventSource {
  const { context, tables, checkpoints, log } = input;
  const { FunctionName, EventSourceArn } = properties as Record<'FunctionName' | 'EventSourceArn', string>;
  const fn = input.functions.named(FunctionName);
  const settings = { region: context.region, endpoint: context.endpointUrl, credentials: fn.credentials };
  const sqsClient = new SQSClient(settings);
  if (EventSourceArn.startsWith(`arn:${context.partition}:sqs:`)) {
    const url = queueUrl(EventSourceArn, context);
    return startSqsEventSource({ mapping: properties, fn, client: sqsClient, queueUrl: url, log });
  }
  return startStreamEventSource({
    mapping: properties,
    fn,
    client: new DynamoDBStreamsClient(settings),
    sqsClient,
    queueUrl: (arn) => queueUrl(arn, context),
    streamArn: EventSourceArn,
    wake: (listener, shardId) =>
      tables.onRecord(EventSourceArn, (_, changed) => {
        if (changed === shardId) listener();
      }),
    checkpoints: checkpoints.of(ref),
    log,
  });
}

function startRule(resource: ResolvedResource, input: EventSourcesInput): Schedule {
  return startSchedule({
    resource,
    arn: resource.attribute('Arn'),
    functions: input.functions.named,
    log: input.log,
  });
}
