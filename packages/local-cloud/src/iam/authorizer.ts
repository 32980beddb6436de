import { type RequestAnalysis, type RunSimulationResults, runSimulation } from '@cloud-copilot/iam-simulate';
import type { ResolvedTemplate } from '../template/resolved-template.ts';
import type { CloudContext } from '../template/resource-type.ts';
import type { PolicyDocument } from './aws-managed-policies.ts';
import { queuePoliciesOf } from './queue-policies.ts';
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

/** `reason` continues AWS's sentence: "... is not authorized to perform X on resource Y". */
type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

export interface Authorizer {
  /** What the policies of the role and of the resource say. Rejects if a policy is malformed. */
  authorize(request: AccessRequest): Promise<Decision>;
  /** What the trust policy of the role says. */
  mayAssume(request: AssumeRequest): Promise<Decision>;
}

/** Bounds the memory of decisions: a template has some hundred at most. */
const maxDecisions = 5_000;

/** Judges requests by the policies of the template. Throws `UnsupportedTemplateError` for what it cannot judge. */
export function createAuthorizer(template: ResolvedTemplate, context: CloudContext): Authorizer {
  const roles = rolesOf(template);
  const queuePolicies = queuePoliciesOf(template);
  const decisions = new Map<string, Promise<Decision>>();

  return {
    authorize: (request) => remembered(JSON.stringify(request), () => judgeAccess(request)),
    mayAssume: (request) => remembered(JSON.stringify(request), () => judgeTrust(request)),
  };

  function remembered(key: string, judge: () => Promise<Decision>): Promise<Decision> {
    const known = decisions.get(key);
    if (known !== undefined) return known;
    if (decisions.size >= maxDecisions) decisions.clear();
    const decision = judge();
    decisions.set(key, decision);
    return decision;
  }

  function judgeAccess({ roleArn, action, resource, context }: AccessRequest): Promise<Decision> {
    const role = roles.get(roleArn);
    if (role === undefined) return Promise.resolve(denied(`because the role ${roleArn} does not exist`));
    const policy = action.startsWith('sqs:')
      ? queuePolicies.get(resource.slice(resource.lastIndexOf(':') + 1))
      : undefined;
    return simulate({
      principal: roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/').concat('/local'),
      action,
      resource,
      context: { 'aws:PrincipalArn': roleArn, ...context },
      identityPolicies: role.policies,
      resourcePolicy: policy,
    });
  }

  function judgeTrust({ roleArn, service, sourceArn }: AssumeRequest): Promise<Decision> {
    const role = roles.get(roleArn);
    if (role === undefined) return Promise.resolve(denied(`because the role ${roleArn} does not exist`));
    return simulate({
      principal: service,
      action: 'sts:AssumeRole',
      resource: roleArn,
      context: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': context.accountId },
      identityPolicies: [],
      resourcePolicy: role.trustPolicy,
    });
  }

  async function simulate(question: Question): Promise<Decision> {
    const { principal, action, resource, identityPolicies, resourcePolicy } = question;
    const contextVariables = { ...surroundings(context), ...question.context };
    const results = await runSimulation(
      {
        request: {
          principal,
          action,
          resource: { resource, accountId: context.accountId },
          contextVariables,
        },
        identityPolicies: [...identityPolicies],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        ...(resourcePolicy !== undefined && { resourcePolicy }),
      },
      {},
    );
    return decisionOf(results, action);
  }
}

interface Question {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  readonly identityPolicies: readonly { readonly name: string; readonly policy: PolicyDocument }[];
  readonly resourcePolicy: PolicyDocument | undefined;
}

/** What is true of every request. The loopback interface stands for the TLS that AWS asks for. */
function surroundings(context: CloudContext): Record<string, string> {
  return {
    'aws:SecureTransport': 'true',
    'aws:PrincipalAccount': context.accountId,
    'aws:ResourceAccount': context.accountId,
    'aws:RequestedRegion': context.region,
  };
}

function decisionOf(results: RunSimulationResults, action: string): Decision {
  if (results.resultType === 'error') {
    if (results.errors.message === 'policy.errors')
      throw new Error(`malformed policy: ${JSON.stringify(results.errors)}`);
    return denied(`because the request makes no sense to IAM (${results.errors.message})`);
  }
  if (results.overallResult === 'Allowed') return { allowed: true };
  const analysis = results.resultType === 'single' ? results.result.analysis : results.results[0]?.analysis;
  return denied(whyNot(analysis, action));
}

function whyNot(analysis: RequestAnalysis | undefined, action: string): string {
  if (analysis?.resourceAnalysis?.result === 'ExplicitlyDenied')
    return 'with an explicit deny in a resource-based policy';
  if (analysis?.identityAnalysis?.result === 'ExplicitlyDenied')
    return 'with an explicit deny in an identity-based policy';
  const kind = action === 'sts:AssumeRole' ? 'resource-based' : 'identity-based';
  return `because no ${kind} policy allows the ${action} action`;
}

function denied(reason: string): Decision {
  return { allowed: false, reason };
}
