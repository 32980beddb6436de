import type * as v from 'valibot';
import type { Fault } from './problem.ts';

export type StrictObject = v.StrictObjectSchema<v.ObjectEntries, undefined>;

/** All that is wrong with an object. Of several unknown fields valibot itself reports the first alone. */
export function faultsOf(
  schema: StrictObject,
  issues: readonly v.BaseIssue<unknown>[],
  pointerTo: (keys: readonly string[]) => string,
): readonly Fault[] {
  return issues.flatMap((issue) => {
    const [first] = issue.path ?? [];
    if (isUnknownField(issue)) {
      const unknown = Object.keys(Object(first?.input)).filter((key) => !Object.hasOwn(schema.entries, key));
      return unknown.map((key) => ({ pointer: pointerTo([key]), detail: 'is not known; leave it out' }));
    }
    const keys = (issue.path ?? []).map((item) => String(item.key));
    return [{ pointer: pointerTo(keys), detail: detailOf(issue) }];
  });
}

function isUnknownField(issue: v.BaseIssue<unknown>): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never';
}

function detailOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message;
  return issue.path ? 'is missing' : 'must be an object';
}
