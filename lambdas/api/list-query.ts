import * as v from 'valibot';
import type { ListRequest } from '../../domain/serving/list-orders.ts';
import { cursorPattern, decodeCursor } from '../cursor.ts';
import { faultsOf } from './faults.ts';
import { Problem } from './problem.ts';

export const maxLimit = 100;
export const defaultLimit = 20;
const limitMessage = `must be a whole number from 1 to ${maxLimit}`;

const querySchema = (statuses: readonly string[]) =>
  v.strictObject({
    limit: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^\d{1,3}$/, limitMessage),
        v.transform(Number),
        v.minValue(1, limitMessage),
        v.maxValue(maxLimit, limitMessage),
      ),
    ),
    cursor: v.optional(
      v.pipe(
        v.string(),
        v.regex(cursorPattern, 'must be a nextCursor of this list'),
        v.transform(decodeCursor),
      ),
    ),
    status: v.optional(v.picklist(statuses, `must be one of: ${statuses.join(', ')}`)),
  });

/** `?limit=&cursor=&status=`; throws a 422 that names each wrong parameter. */
export function listQuery(
  statuses: readonly string[],
  query: Readonly<Record<string, string | undefined>> | undefined,
): ListRequest {
  const schema = querySchema(statuses);
  const result = v.safeParse(schema, query ?? {});
  if (!result.success) {
    const errors = faultsOf(schema, result.issues, (keys) => keys.join('.'));
    throw new Problem(422, 'Invalid query', 'The list cannot be made as asked. See errors.', { errors });
  }
  const { limit = defaultLimit, cursor, status } = result.output;
  return { limit, ...(cursor && { after: cursor }), ...(status && { status }) };
}
