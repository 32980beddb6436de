import { UnsupportedTemplateError } from '../template/template-error.ts';
import type { PolicyDocument } from './aws-managed-policies.ts';

/** The condition keys that every request of the local cloud carries, in lower case. */
const supplied = [
  'aws:securetransport',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:requestedregion',
  'aws:resourceaccount',
  'aws:sourceaccount',
  'aws:sourcearn',
];

/**
 * Refuses a policy whose conditions ask for a key that no local request carries. `ForAllValues` and `...IfExists` hold
 * when a key is missing, so that such a condition would be ignored in silence.
 */
export function checkConditionKeys(logicalId: string, policy: PolicyDocument): void {
  const unknown = policy.Statement.flatMap(conditionKeys).find(
    (key) => !supplied.includes(key.toLowerCase()),
  );
  if (unknown === undefined) return;
  const remedy =
    'drop the condition, or supply the key in local/endpoint/ and list it in local/iam/condition-keys.ts';
  throw new UnsupportedTemplateError(
    logicalId,
    `no local request carries the condition key ${unknown}`,
    remedy,
  );
}

function conditionKeys(statement: unknown): string[] {
  const operators: unknown = Object(statement).Condition ?? {};
  return Object.values(Object(operators)).flatMap((operands) => Object.keys(Object(operands)));
}
