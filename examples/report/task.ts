import { defineTask, timed, work } from 'smart-coffee-maker/task';
import * as v from 'valibot';

/** A report that takes longer than a function may run. */
export const report = defineTask({
  name: 'report',
  collection: 'reports',
  request: v.strictObject({ pages: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5000)) }),
  steps: ({ pages }) => [timed('queueing', 2), work('rendering', pages / 10)],
  says: {
    queueing: () => 'Your report is about to start.',
    rendering: ({ pages }) => `Rendering ${pages} pages.`,
    ready: ({ pages }) => `Your report of ${pages} pages is ready.`,
  },
});
