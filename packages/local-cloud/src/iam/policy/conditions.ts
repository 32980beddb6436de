import { type ConditionOperator, conditionOperator } from './condition-operators.ts';
import type { Statement } from './policy-document.ts';
import { type RequestContext, withVariables } from './variables.ts';

/**
 * All operators and all keys have to hold, of the values of one key any.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function conditionsHold(
  { Condition }: Statement,
  context: RequestContext,
  hasVariables: boolean,
): boolean {
  return Object.entries(Condition).every(([name, keys]) => {
    const operator = conditionOperator(name) as ConditionOperator;
    return Object.entries(keys).every(([key, said]) => {
      const filled = hasVariables ? said.flatMap((one) => withVariables(one, context) ?? []) : said;
      return holds(operator, filled, context.get(key.toLowerCase()));
    });
  });
}

/** @param values of the request; undefined when it has no such key */
function holds(
  { of, test, isNegated, ifExists }: ConditionOperator,
  said: readonly string[],
  values: readonly string[] | undefined,
): boolean {
  if (!test) return said.some((one) => (one === 'true') === (values === undefined));
  if (values === undefined)
    return of === 'ForAnyValue' ? false : of === 'ForAllValues' || ifExists || isNegated;
  const fits = (value: string) => said.some((one) => test(one, value)) !== isNegated;
  return of === 'ForAllValues' ? values.every(fits) : values.some(fits);
}
