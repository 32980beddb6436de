import * as v from 'valibot';
import { UnsupportedTemplateError } from '../../template/template-error.ts';
import { type Policy, policySchema, type Statement } from './policy-document.ts';
import { variablesIn } from './variables.ts';

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
 * The policy of a role, or of a resource or a role's trust, whose statements say whom they are about. Throws an
 * `UnsupportedTemplateError` for what IAM would refuse, and for conditions on a key that no local request carries: many hold
 * when the key is missing, and would be ignored in silence.
 */
export function parsePolicy(logicalId: string, document: unknown, of: 'role' | 'resource'): Policy {
  const parsed = v.safeParse(policySchema, document);
  if (!parsed.success) {
    const faults = v.summarize(parsed.issues).replaceAll('\n', ' ');
    throw new UnsupportedTemplateError(logicalId, `the policy is malformed: ${faults}`, 'mend the policy');
  }
  for (const statement of parsed.output.Statement) {
    const hasPrincipal = (statement.Principal ?? statement.NotPrincipal) !== undefined;
    if (hasPrincipal !== (of === 'resource')) {
      const fault = hasPrincipal
        ? "a role's policy names a principal"
        : "a statement of a resource's policy names no principal";
      throw new UnsupportedTemplateError(logicalId, fault, 'mend the policy');
    }
    checkKeys(logicalId, statement);
  }
  return parsed.output;
}

function checkKeys(logicalId: string, statement: Statement): void {
  const unknown = keysOf(statement).find((key) => !supplied.includes(key.toLowerCase()));
  if (unknown === undefined) return;
  throw new UnsupportedTemplateError(
    logicalId,
    `no local request carries the condition key ${unknown}`,
    'drop the condition where the app runs locally',
  );
}

/** Of the conditions, and of the variables in them and in the resources. */
function keysOf({ Condition, Resource = [], NotResource = [] }: Statement): readonly string[] {
  const conditions = Object.values(Condition).flatMap((keys) => Object.entries(keys));
  const patterns = [...Resource, ...NotResource, ...conditions.flatMap(([, values]) => values)];
  return [...conditions.map(([key]) => key), ...patterns.flatMap(variablesIn)];
}
