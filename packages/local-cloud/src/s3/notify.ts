import type { AsyncInvocations } from '../event-sources/async-invocations.ts';
import type { Topics } from '../sns/start-topics.ts';
import type { Queues } from '../sqs/start-queues.ts';
import type { NotificationRule } from './notification-rules.ts';
import type { ObjectChange } from './object-changes.ts';
import { objectEvent } from './object-event.ts';

export interface NotifyParts {
  readonly rules: readonly NotificationRule[];
  readonly region: string;
  readonly queues: Pick<Queues, 'call'>;
  readonly queueUrl: (arn: string) => string;
  readonly topics: Pick<Topics, 'publish'>;
  readonly invocations: Pick<AsyncInvocations, 'send'>;
  readonly log: (line: string) => void;
}

/** Tells of a change of a bucket's object whom the bucket's configuration names. */
export type Notify = (bucket: string, change: ObjectChange, traceHeader?: string) => Promise<void>;

export function createNotify(parts: NotifyParts): Notify {
  const { rules, region, queues, queueUrl, topics, invocations, log } = parts;

  return async (bucket, change, traceHeader) => {
    const fitting = rules.filter((rule) => rule.bucket === bucket && fits(rule, change));
    await Promise.all(fitting.map((rule) => send(rule, change, traceHeader)));
  };

  async function send(rule: NotificationRule, change: ObjectChange, trace?: string): Promise<void> {
    const { kind, arn } = rule.destination;
    const event = objectEvent(rule, change, region, new Date());
    if (kind === 'lambda') return invocations.send(arn, event, trace);
    const text = JSON.stringify(event);
    if (kind === 'sns') return topics.publish(arn, text, 'Amazon S3 Notification', trace);
    const request = { QueueUrl: queueUrl(arn), MessageBody: text };
    const { status, body } = await queues.call('SendMessage', request, undefined, trace);
    if (status !== 200) log(`S3 cannot send to ${arn}: ${Object(body).message}`);
  }
}

function fits({ events, filter }: NotificationRule, { name, key }: ObjectChange): boolean {
  const isMeant = events.some((event) => event === name || event === name.replace(/[^:]+$/, '*'));
  return (
    isMeant &&
    filter.every(({ Name, Value }) => (Name === 'prefix' ? key.startsWith(Value) : key.endsWith(Value)))
  );
}
