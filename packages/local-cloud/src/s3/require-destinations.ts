import type { Authorizer } from '../iam/authorizer.ts';
import type { MayInvoke } from '../lambda/invoke-permissions.ts';
import type { Inspection } from '../template/inspection.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { UnsupportedTemplateError } from '../template/template-error.ts';
import { type NotificationRule, notificationRules } from './notification-rules.ts';

/** As S3 does when a bucket is told of its destinations: their policies have to let it in. */
export function requireDestinations(
  template: ResolvedTemplate,
  { mayDeliver }: Pick<Authorizer, 'mayDeliver'>,
  mayInvoke: MayInvoke,
  inspection: Inspection,
): void {
  const policies = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::Lambda::Permission'];
  if (resourcesOf(template, ...policies).some(inspection.isBroken)) return;
  for (const rule of notificationRules(template, inspection)) {
    const { destination, resource } = rule;
    const reason = reasonAgainst(rule, mayDeliver, mayInvoke);
    if (reason === undefined) continue;
    inspection.attempt(resource, () => {
      const problem = `S3 cannot notify ${destination.arn} ${reason}`;
      throw new UnsupportedTemplateError(resource.logicalId, problem, remedyOf(destination.arn));
    });
  }
}

const service = 's3.amazonaws.com';
const actions = { sqs: 'sqs:SendMessage', sns: 'sns:Publish' } as const;

function remedyOf(arn: string): string {
  return arn.endsWith('.fifo') ? 'name a standard one' : `let ${service} in`;
}

function reasonAgainst(
  { bucket, destination: { kind, arn } }: NotificationRule,
  mayDeliver: Authorizer['mayDeliver'],
  mayInvoke: MayInvoke,
): string | undefined {
  const sourceArn = `arn:aws:s3:::${bucket}`;
  if (arn.endsWith('.fifo')) return 'because it is FIFO';
  if (kind === 'lambda')
    return mayInvoke(arn, sourceArn) ? undefined : `because no AWS::Lambda::Permission covers ${sourceArn}`;
  const decision = mayDeliver({ service, action: actions[kind], resource: arn, sourceArn });
  return decision.allowed ? undefined : decision.reason;
}
