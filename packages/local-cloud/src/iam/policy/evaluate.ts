import { conditionsHold } from './conditions.ts';
import type { Policy, Statement } from './policy-document.ts';
import { type Caller, isAbout } from './principals.ts';
import { type RequestContext, withVariables } from './variables.ts';
import { fitsPattern, fitsResource } from './wildcards.ts';

export interface PolicyRequest {
  readonly caller: Caller;
  /** `sqs:SendMessage` */
  readonly action: string;
  /** An ARN, or `*` for an action that knows no resources. */
  readonly resource: string;
  readonly context: RequestContext;
}

export type Verdict = 'allowed' | 'denied by identity' | 'denied by resource' | 'not allowed';

/**
 * Within one account: a deny anywhere is the end; otherwise one allow is enough, of the caller's own policies or of the
 * resource's. A resource that allows the whole account leaves it to the caller's policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 */
export function evaluate(
  request: PolicyRequest,
  identityPolicies: readonly Policy[],
  resourcePolicy: Policy | undefined,
): Verdict {
  const identity = identityPolicies.flatMap((policy) => effects(policy, request, () => true));
  const isAboutCaller = (statement: Statement) => isAbout(statement, request.caller);
  const resource = resourcePolicy
    ? effects(resourcePolicy, request, (one) => isAboutCaller(one) !== undefined)
    : [];
  if (resource.some(({ Effect }) => Effect === 'Deny')) return 'denied by resource';
  if (identity.some(({ Effect }) => Effect === 'Deny')) return 'denied by identity';
  const isAllowed = identity.length > 0 || resource.some((one) => isAboutCaller(one) === 'self');
  return isAllowed ? 'allowed' : 'not allowed';
}

/** The statements that apply to the request. */
function effects(
  { Version, Statement: statements }: Policy,
  { action, resource, context }: PolicyRequest,
  isAddressed: (statement: Statement) => boolean,
): readonly Statement[] {
  const hasVariables = Version === '2012-10-17';
  const fill = (pattern: string) => (hasVariables ? withVariables(pattern, context) : pattern);
  const isFor = (patterns: readonly string[]) =>
    patterns.some((pattern) => {
      const filled = fill(pattern);
      return filled !== undefined && fitsResource(filled, resource);
    });
  return statements.filter(
    (one) =>
      isAddressed(one) &&
      isAction(one, action) &&
      (one.NotResource ? !isFor(one.NotResource) : isFor(one.Resource ?? ['*'])) &&
      conditionsHold(one, context, hasVariables),
  );
}

function isAction({ Action, NotAction = [] }: Statement, action: string): boolean {
  const fits = (pattern: string) => fitsPattern(pattern, action, 'i');
  return Action ? Action.some(fits) : !NotAction.some(fits);
}
