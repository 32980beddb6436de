import * as v from 'valibot';

const millisecondsOf: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** Node's timers hold no more. */
const longestTimer = 2 ** 31 - 1;

/** `rate(5 minutes)`, as milliseconds. */
const rate = v.pipe(
  v.string(),
  v.regex(/^rate\([1-9]\d* (minute|hour|day)s?\)$/, 'only rate(...) schedules run on a laptop'),
  v.transform(parseRate),
  v.maxValue(longestTimer, 'the longest rate is 24 days'),
);

const state = v.optional(v.picklist(['ENABLED', 'DISABLED']), 'ENABLED');
const retryPolicy = v.optional(v.unknown()); // no effect: the next run comes by itself
const input = v.optional(v.pipe(v.string(), v.check(isPlain, 'context attributes are not filled in')));

/** AWS::Events::Rule with a schedule. */
export const ruleProperties = v.strictObject({
  Name: v.optional(v.string()),
  Description: v.optional(v.string()), // no effect: prose
  ScheduleExpression: rate,
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
  ScheduleExpression: rate,
  ScheduleExpressionTimezone: v.optional(v.string()), // no effect: a rate knows no time of day
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
