import * as v from 'valibot';
import { matches, parseFilterPattern } from './filter-pattern.ts';

/** FilterCriteria of an event source mapping, checked down to the operators of its patterns. */
export const filterCriteria = v.strictObject({
  Filters: v.array(v.strictObject({ Pattern: v.pipe(v.string(), v.rawTransform(parsePattern)) })),
});

export type FilterCriteria = v.InferOutput<typeof filterCriteria>;

/** A record passes if one filter matches, or if there is none. */
export function passes(criteria: FilterCriteria | undefined, record: unknown): boolean {
  const filters = criteria?.Filters ?? [];
  return filters.length === 0 || filters.some(({ Pattern }) => matches(Pattern, record));
}

function parsePattern({ dataset, addIssue, NEVER }: v.RawTransformContext<string>) {
  try {
    return parseFilterPattern(dataset.value);
  } catch (error) {
    addIssue({ message: (error as Error).message });
    return NEVER;
  }
}
