import * as v from 'valibot';
import { cronTimetable } from './cron.ts';

const millisecondsOf: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** Node's timers hold no more. */
const longestTimer = 2 ** 31 - 1;

/** `rate(5 minutes)`, as milliseconds. */
const rate = v.pipe(
  v.string(),
  v.regex(/^rate\([1-9]\d* (minute|hour|day)s?\)$/, 'a schedule is rate(...) or cron(...)'),
  v.transform(parseRate),
  v.maxValue(longestTimer, 'the longest rate is 24 days'),
);

/** `cron(0 9 ? * MON-FRI *)` */
const cron = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      cronTimetable(dataset.value, 'Etc/UTC');
    } catch (error) {
      addIssue({ message: `${dataset.value}: ${error instanceof Error ? error.message : error}` });
    }
  }),
);

const expression = v.lazy((given) => (String(given).startsWith('cron(') ? cron : rate));

const state = v.optional(v.picklist(['ENABLED', 'DISABLED']), 'ENABLED');
const retryPolicy = v.optional(v.unknown()); // no effect: the next run comes by itself
const input = v.optional(v.pipe(v.string(), v.check(isPlain, 'context attributes are not filled in')));

/** AWS::Events::Rule with a schedule. */
export const ruleProperties = v.strictObject({
  Name: v.optional(v.string()),
  Description: v.optional(v.string()), // no effect: prose
  ScheduleExpression: expression,
  State: state,
  Targets: v.array(
    v.strictObject({ Arn: v.string(), Id: v.string(), Input: input, RetryPolicy: retryPolicy }),
  ),
});

/** AWS::Scheduler::Schedule. */
export const scheduleProperties = v.strictObject({
  Name: v.optional(v.string()),
  Description: v.optional(v.string()), // no effect: prose
  FlexibleTimeWindow: v.strictObject({ Mode: v.literal('OFF') }),
  ScheduleExpression: expression,
  ScheduleExpressionTimezone: v.optional(v.string(), 'Etc/UTC'),
  State: state,
  Target: v.strictObject({
    Arn: v.string(),
    Input: input,
    RetryPolicy: retryPolicy,
    RoleArn: v.string(), // no effect: not assumed
  }),
});

function parseRate(expression: string): number {
  const [, count = '', unit = ''] = expression.match(/(\d+) ([a-z]+?)s?\)$/) ?? [];
  return Number(count) * (millisecondsOf[unit] ?? Number.NaN);
}

function isPlain(text: string): boolean {
  return !text.includes('<aws.scheduler.');
}
