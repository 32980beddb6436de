import { Cron } from 'croner';

/** Of `cron(minutes hours day-of-month month day-of-week year)`: the bounds of each field. */
const bounds = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [1, 7],
  [1970, 2199],
] as const;

/**
 * EventBridge's cron expression as a timetable that does not run yet. Throws what is wrong with it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function cronTimetable(expression: string, timezone: string): Cron {
  const fields =
    expression
      .match(/^cron\((.*)\)$/)?.[1]
      ?.trim()
      .split(/\s+/) ?? [];
  if (fields.length !== bounds.length) throw new Error('a cron expression has six fields');
  const [, , dayOfMonth, , dayOfWeek] = fields;
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    throw new Error('one of day-of-month and day-of-week has to be ?');
  const pattern = fields.map((field, n) =>
    field
      .split(',')
      .map((part) => toCroner(part, n))
      .join(','),
  );
  return new Cron(`0 ${pattern.join(' ')}`, { timezone, alternativeWeekdays: true, paused: true });
}

/** Croner names the last weekday of a month with #, and has neither ranges round the end nor steps from a number on. */
function toCroner(part: string, field: number): string {
  const [min, max] = bounds[field] as readonly [number, number];
  if (part === '?') return '*';
  if (field === 4 && part === 'L') return '7';
  if (field === 4) return part.replace(/^(\w+)L$/, '$1#L');
  const [range = '', step] = part.split('/');
  const [from = '', to] = range.split('-');
  const steps = step === undefined ? '' : `/${step}`;
  if (to !== undefined && Number(from) > Number(to)) return `${from}-${max}${steps},${min}-${to}${steps}`;
  return step !== undefined && /^\d+$/.test(range) ? `${range}-${max}${steps}` : part;
}
