import { inspected } from '../template/inspection.ts';
import type { ResolvedTemplate } from '../template/resolved-template.ts';
import type { CloudContext } from '../template/resource-type.ts';
import { evaluate, type PolicyRequest } from './policy/evaluate.ts';
import type { Policy } from './policy/policy-document.ts';
import type { RequestContext } from './policy/variables.ts';
import { policyHolder, resourcePoliciesOf } from './resource-policies.ts';
import { rolesOf } from './roles.ts';

interface AccessRequest {
  readonly roleArn: string;
  /** As in a policy: `sqs:SendMessage`. */
  readonly action: string;
  /** An ARN, or `*` for an action that knows no resources. */
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

interface AssumeRequest {
  readonly roleArn: string;
  /** The service that wants to act as the role: `scheduler.amazonaws.com`. */
  readonly service: string;
  /** On whose behalf: the schedule group, the API. */
  readonly sourceArn: string;
}

interface ServiceRequest {
  /** `sns.amazonaws.com` */
  readonly service: string;
  readonly action: string;
  /** An ARN. */
  readonly resource: string;
  /** On whose behalf: the topic, the bucket. */
  readonly sourceArn: string;
}

/** `reason` continues AWS's sentence: "... is not authorized to perform X on resource Y". */
type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

export interface Authorizer {
  /** What the policies of the role and of the resource say. */
  authorize(request: AccessRequest): Decision;
  /** What the trust policy of the role says. */
  mayAssume(request: AssumeRequest): Decision;
  /** What the policy of the resource says of a service that delivers to it. */
  mayDeliver(request: ServiceRequest): Decision;
}

/** Bounds the memory of decisions: a template has some hundred at most. */
const maxDecisions = 5_000;

/** Judges requests by the policies of the template. What it cannot judge is for the inspection. */
export function createAuthorizer(
  template: ResolvedTemplate,
  context: CloudContext,
  inspection = inspected,
): Authorizer {
  const roles = rolesOf(template, inspection);
  const resourcePolicies = resourcePoliciesOf(template, inspection);
  const decisions = new Map<string, Decision>();

  return {
    authorize: (request) => remembered(JSON.stringify(request), () => judgeAccess(request)),
    mayAssume: (request) => remembered(JSON.stringify(request), () => judgeTrust(request)),
    mayDeliver: (request) =>
      remembered(JSON.stringify(request), () =>
        judgeService(request, resourcePolicies.get(policyHolder(request.action, request.resource))),
      ),
  };

  function remembered(key: string, judge: () => Decision): Decision {
    const known = decisions.get(key);
    if (known !== undefined) return known;
    if (decisions.size >= maxDecisions) decisions.clear();
    const decision = judge();
    decisions.set(key, decision);
    return decision;
  }

  function judgeAccess({ roleArn, action, resource, context: own }: AccessRequest): Decision {
    const role = roles.get(roleArn);
    if (role === undefined) return denied(`because the role ${roleArn} does not exist`);
    const policy = resourcePolicies.get(policyHolder(action, resource));
    const sessionArn = roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/').concat('/local');
    const request: PolicyRequest = {
      caller: { kind: 'role', roleArn, sessionArn, accountId: context.accountId },
      action,
      resource,
      context: requestContext(context, { 'aws:PrincipalArn': roleArn, ...own }),
    };
    return judge(request, role.policies, policy);
  }

  function judgeTrust({ roleArn, service, sourceArn }: AssumeRequest): Decision {
    const role = roles.get(roleArn);
    if (role === undefined) return denied(`because the role ${roleArn} does not exist`);
    const action = 'sts:AssumeRole';
    return judgeService({ service, action, resource: roleArn, sourceArn }, role.trustPolicy);
  }

  function judgeService(
    { service, action, resource, sourceArn }: ServiceRequest,
    policy: Policy | undefined,
  ): Decision {
    const own = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': context.accountId };
    const request: PolicyRequest = {
      caller: { kind: 'service', name: service },
      action,
      resource,
      context: requestContext(context, own),
    };
    return judge(request, [], policy);
  }

  function judge(request: PolicyRequest, roles: readonly Policy[], resource: Policy | undefined): Decision {
    const verdict = evaluate(request, roles, resource);
    return verdict === 'allowed' ? { allowed: true } : denied(reasons[verdict](request));
  }
}

const reasons = {
  'denied by resource': () => 'with an explicit deny in a resource-based policy',
  'denied by identity': () => 'with an explicit deny in an identity-based policy',
  'not allowed': ({ action, caller }: PolicyRequest) => {
    const kind = caller.kind === 'service' ? 'resource-based' : 'identity-based';
    return `because no ${kind} policy allows the ${action} action`;
  },
};

/** With what is true of every request. The loopback interface stands for the TLS that AWS asks for. */
function requestContext(context: CloudContext, own: Readonly<Record<string, string>>): RequestContext {
  const entries = {
    'aws:SecureTransport': 'true',
    'aws:PrincipalAccount': context.accountId,
    'aws:ResourceAccount': context.accountId,
    'aws:RequestedRegion': context.region,
    ...own,
  };
  return new Map(Object.entries(entries).map(([key, value]) => [key.toLowerCase(), [value]]));
}

function denied(reason: string): Decision {
  return { allowed: false, reason };
}
