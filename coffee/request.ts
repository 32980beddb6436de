import * as v from 'valibot';
import { nameSchema } from './customer-name.ts';
import { drinks, sizes } from './menu.ts';

/** The body of `POST /orders`. */
export const orderRequestSchema = v.strictObject({
  drink: v.picklist(drinks, `must be one of: ${drinks.join(', ')}`),
  size: v.optional(v.picklist(sizes, `must be one of: ${sizes.join(', ')}`), 'medium'),
  name: v.optional(nameSchema),
});
