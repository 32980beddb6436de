import { describe, expect, it } from 'vitest';
import { cronTimetable } from '../../../src/event-sources/schedule/cron.ts';

const next = (expression: string, timezone = 'Etc/UTC') =>
  cronTimetable(`cron(${expression})`, timezone)
    .nextRuns(3, new Date('2019-01-01T00:00:00Z'))
    .map((at) => at.toISOString().slice(0, 16));

describe('a cron expression', () => {
  it.each([
    ['0 10 * * ? *', ['2019-01-01T10:00', '2019-01-02T10:00', '2019-01-03T10:00']],
    ['15 12 * * ? *', ['2019-01-01T12:15', '2019-01-02T12:15', '2019-01-03T12:15']],
    ['0 18 ? * MON-FRI *', ['2019-01-01T18:00', '2019-01-02T18:00', '2019-01-03T18:00']],
    ['0 8 1 * ? *', ['2019-01-01T08:00', '2019-02-01T08:00', '2019-03-01T08:00']],
    ['0/15 * * * ? *', ['2019-01-01T00:15', '2019-01-01T00:30', '2019-01-01T00:45']],
    ['0/5 8-17 ? * MON-FRI *', ['2019-01-01T08:00', '2019-01-01T08:05', '2019-01-01T08:10']],
    ['0/30 20-2 ? * MON-FRI *', ['2019-01-01T00:30', '2019-01-01T01:00', '2019-01-01T01:30']],
    ['15 10 ? * 6L 2019-2022', ['2019-01-25T10:15', '2019-02-22T10:15', '2019-03-29T10:15']],
    ['0 9 ? * 2#1 *', ['2019-01-07T09:00', '2019-02-04T09:00', '2019-03-04T09:00']],
    ['0 9 ? * 1 *', ['2019-01-06T09:00', '2019-01-13T09:00', '2019-01-20T09:00']],
    ['0 9 ? * L *', ['2019-01-05T09:00', '2019-01-12T09:00', '2019-01-19T09:00']],
    ['0 9 L * ? *', ['2019-01-31T09:00', '2019-02-28T09:00', '2019-03-31T09:00']],
    ['0 9 3W * ? *', ['2019-01-03T09:00', '2019-02-04T09:00', '2019-03-04T09:00']],
    ['0 9 1 JAN ? 2021,2023', ['2021-01-01T09:00', '2023-01-01T09:00']],
  ])('%s', (expression, times) => {
    expect(next(expression)).toEqual(times);
  });

  it('goes by its time zone, and by its summer time', () => {
    const summer = cronTimetable('cron(0 9 31 3 ? *)', 'Europe/Berlin').nextRuns(1, new Date('2019-02-01'));
    expect(summer[0]?.toISOString()).toBe('2019-03-31T07:00:00.000Z');
    expect(next('0 9 * * ? *', 'Europe/Berlin')[0]).toBe('2019-01-01T08:00');
  });

  it.each([
    ['0 9 * * * *', 'one of day-of-month and day-of-week has to be ?'],
    ['0 9 ? * ? *', 'one of day-of-month and day-of-week has to be ?'],
    ['0 9 * * ?', 'six fields'],
    ['0 25 * * ? *', 'CronPattern'],
    ['soon 9 * * ? *', 'CronPattern'],
  ])('%s is refused', (expression, fault) => {
    expect(() => next(expression)).toThrow(fault);
  });
});
