import * as v from 'valibot';
import { defineTask } from '../domain/task.ts';
import { recipeFor } from './menu.ts';
import { orderRequestSchema } from './request.ts';
import { words } from './words.ts';

/** Everything that customers of the shop see of a coffee on its way. */
export const coffee = defineTask({
  name: 'coffee',
  collection: 'orders',
  problemTypes: 'urn:smart-coffee:problem:',
  request: orderRequestSchema,
  steps: ({ drink, size }) => recipeFor(drink, size),
  results: { labelling: v.object({ pickupCode: v.string(), label: v.string() }) },
  says: words,
});
