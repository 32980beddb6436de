import * as v from 'valibot';
import { drinks, sizes } from './menu.ts';
import type { Order } from './order.ts';

const maxNameLength = 60;

/** The body of `POST /orders`. */
export const orderRequestSchema = v.strictObject({
  drink: v.picklist(drinks, `must be one of: ${drinks.join(', ')}`),
  size: v.optional(v.picklist(sizes, `must be one of: ${sizes.join(', ')}`), 'medium'),
  name: v.optional(
    v.pipe(
      v.string('must be text'),
      // Control and format characters (bidi overrides, line separators) forge logs and labels.
      v.regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'must not contain control characters'),
      v.trim(),
      v.minLength(1, 'must not be empty; leave it out instead'),
      v.maxLength(maxNameLength, `must have at most ${maxNameLength} characters`),
    ),
  ),
});

export type OrderRequest = v.InferOutput<typeof orderRequestSchema>;

export function asksForTheSame(request: OrderRequest, order: Order): boolean {
  return request.drink === order.drink && request.size === order.size && request.name === order.name;
}
