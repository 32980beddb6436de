import * as v from 'valibot';
import { defineTask, timed } from '../../../domain/index.ts';

export const letter = defineTask({
  name: 'letter',
  collection: 'letters',
  request: v.object({ to: v.string() }),
  steps: () => [timed('posting', 1)],
  says: { posting: () => 'Posting it.' },
});
