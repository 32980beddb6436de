import { randomUUID } from 'node:crypto';
import type { Cron } from 'croner';
import * as v from 'valibot';
import type { InvocationResult, LambdaFunction } from '../../lambda/lambda-function.ts';
import type { ResolvedResource } from '../../template/resolved-template.ts';
import type { EventSource, Report } from '../event-source.ts';
import { cronTimetable } from './cron.ts';
import { ruleProperties, scheduleProperties } from './schedule-properties.ts';

export interface ScheduleOptions {
  /** A resolved AWS::Events::Rule or AWS::Scheduler::Schedule. */
  readonly resource: Pick<ResolvedResource, 'logicalId' | 'type' | 'properties'>;
  /** Of the rule or schedule. */
  readonly arn: string;
  functions(functionArn: string): LambdaFunction;
  readonly log?: Report;
}

export interface Schedule extends EventSource {
  /** Runs the targets now, besides the timetable, and tells what came of it. */
  trigger(): Promise<InvocationResult[]>;
}

/** Invokes the targets of a rule or schedule at its rate, for the first time after one period, or by its timetable. */
export function startSchedule({ resource, arn, functions, log = () => {} }: ScheduleOptions): Schedule {
  const { times, enabled, targets, event } = timetableOf(resource, arn);
  const fns = targets.map(({ functionArn, input }) => ({ fn: functions(functionArn), input }));
  const stop = enabled ? runAt(times, trigger) : () => {};

  function trigger(): Promise<InvocationResult[]> {
    return Promise.all(
      fns.map(async ({ fn, input }) => {
        const result = await fn.invoke(input === undefined ? event(new Date()) : JSON.parse(input));
        if (result.outcome !== 'returned') log(`Schedule ${resource.logicalId}: ${describe(fn, result)}`);
        return result;
      }),
    );
  }

  return {
    trigger,
    close() {
      stop();
      return Promise.resolve();
    },
  };
}

/** Milliseconds from one run to the next, or a timetable. */
type Times = number | Cron;

function timesOf(expression: number | string, timezone: string): Times {
  return typeof expression === 'number' ? expression : cronTimetable(expression, timezone);
}

/** How to stop it. */
function runAt(times: Times, run: () => unknown): () => void {
  if (typeof times === 'number') {
    const timer = setInterval(run, times);
    return () => clearInterval(timer);
  }
  times.schedule(() => void run());
  times.resume();
  return () => times.stop();
}

interface Timetable {
  readonly times: Times;
  readonly enabled: boolean;
  readonly targets: readonly { readonly functionArn: string; readonly input: string | undefined }[];
  event(now: Date): unknown;
}

function timetableOf({ type, properties }: ScheduleOptions['resource'], arn: string): Timetable {
  return type === 'AWS::Events::Rule' ? ruleTimetable(properties, arn) : schedulerTimetable(properties, arn);
}

function ruleTimetable(properties: unknown, arn: string): Timetable {
  const { ScheduleExpression, State, Targets } = v.parse(ruleProperties, properties);
  return {
    times: timesOf(ScheduleExpression, 'Etc/UTC'),
    enabled: State === 'ENABLED',
    targets: Targets.map(({ Arn, Input }) => ({ functionArn: Arn, input: Input })),
    event: (now) => ({ ...scheduledEvent('aws.events', arn, now), detail: {} }),
  };
}

function schedulerTimetable(properties: unknown, arn: string): Timetable {
  const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = v.parse(
    scheduleProperties,
    properties,
  );
  return {
    times: timesOf(ScheduleExpression, ScheduleExpressionTimezone),
    enabled: State === 'ENABLED',
    targets: [{ functionArn: Target.Arn, input: Target.Input }],
    // Unlike a rule, a schedule sends its empty detail as text.
    event: (now) => ({ ...scheduledEvent('aws.scheduler', arn, now), detail: '{}' }),
  };
}

function scheduledEvent(source: string, arn: string, now: Date) {
  const [, , , region, account] = arn.split(':');
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source,
    account,
    time: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [arn],
  };
}

function describe(fn: LambdaFunction, result: InvocationResult): string {
  const reason = result.outcome === 'failed' ? `failed: ${result.errorMessage}` : 'was throttled';
  return `${fn.logicalId} ${reason}`;
}
