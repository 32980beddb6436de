import * as v from 'valibot';
import { drinks, sizes } from './menu.ts';
import type { Order } from './order.ts';

export const maxNameLength = 60;

/** Counted as JSON Schema counts: an emoji is one character, though JavaScript's `length` says two. */
export const isShortEnough = v.check<string, string>(
  (name) => [...name].length <= maxNameLength,
  `must have at most ${maxNameLength} characters`,
);

/**
 * Control and format characters (bidi overrides, line separators) forge logs and labels. Two of them are needed:
 * joiners, in emoji families and in Persian or Indic words, between what they join.
 */
const plainText =
  /^(?:[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|[\p{L}\p{S}]\p{M}*[\u200c\u200d](?=[\p{L}\p{S}]))*$/u;

/** The body of `POST /orders`. */
export const orderRequestSchema = v.strictObject({
  drink: v.picklist(drinks, `must be one of: ${drinks.join(', ')}`),
  size: v.optional(v.picklist(sizes, `must be one of: ${sizes.join(', ')}`), 'medium'),
  name: v.optional(
    v.pipe(
      v.string('must be text'),
      v.regex(plainText, 'must not contain control characters'),
      v.trim(),
      v.minLength(1, 'must not be empty; leave it out instead'),
      isShortEnough,
    ),
  ),
});

export type OrderRequest = v.InferOutput<typeof orderRequestSchema>;

export function asksForTheSame(request: OrderRequest, order: Order): boolean {
  return request.drink === order.drink && request.size === order.size && request.name === order.name;
}
