import * as v from 'valibot';
import { defineTask, work } from '../../../domain/index.ts';

export const report = defineTask({
  name: 'report',
  collection: 'reports',
  request: v.object({ pages: v.number() }),
  steps: ({ pages }) => [work('rendering', pages)],
  says: { rendering: ({ pages }) => `Rendering ${pages} pages.` },
});
