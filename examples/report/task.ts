import { defineTask, timed, work } from 'smart-coffee-maker/task';
import * as v from 'valibot';
import { daysOf } from './sales.ts';

const day = v.pipe(
  v.string('must be a day, as 2026-01-31'),
  v.isoDate('must be a day, as 2026-01-31'),
  v.check(isOfCalendar, 'must be a day of the calendar'),
);

/** A report for downloading: a file of all sales from one day to another. */
export const report = defineTask({
  name: 'report',
  collection: 'reports',
  request: v.pipe(
    v.strictObject({ type: v.picklist(['sales'], 'must be sales'), from: day, to: day }),
    v.forward(
      v.partialCheck([['from'], ['to']], ({ from, to }) => from <= to, 'must not be before from'),
      ['to'],
    ),
    v.forward(
      v.partialCheck(
        [['from'], ['to']],
        ({ from, to }) => Date.parse(to) - Date.parse(from) < 3660 * 86_400_000,
        'must be within ten years of from',
      ),
      ['to'],
    ),
  ),
  steps: (request) => {
    const seconds = 1 + daysOf(request).length / 100;
    return [timed('queueing', 1), work('collecting', seconds), work('storing', seconds)];
  },
  results: { collecting: v.object({ sales: v.number(), cents: v.number() }) },
  says: {
    queueing: () => 'Your report is about to start.',
    collecting: ({ from, to }) => `Collecting the sales from ${from} to ${to}.`,
    storing: () => 'Writing your report.',
    ready: () => 'Your report is ready for downloading.',
  },
});

/** February has no 30th: Date makes it a day of March. */
function isOfCalendar(text: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
