import type { Inspection } from '../template/inspection.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { UnsupportedTemplateError } from '../template/template-error.ts';
import type { Authorizer } from './authorizer.ts';

/** As Lambda does when a function is made: its role has to let Lambda act as it. */
export function requireTrust(
  template: ResolvedTemplate,
  { mayAssume }: Authorizer,
  { attempt, isBroken }: Inspection,
): void {
  const broken = resourcesOf(template, 'AWS::IAM::Role').filter(isBroken);
  for (const fn of resourcesOf(template, 'AWS::Lambda::Function')) {
    attempt(fn, () => {
      const roleArn = String(fn.properties.Role);
      const service = 'lambda.amazonaws.com';
      const decision = mayAssume({ roleArn, service, sourceArn: fn.attribute('Arn') });
      if (decision.allowed || broken.some((role) => role.attribute('Arn') === roleArn)) return;
      throw new UnsupportedTemplateError(
        `${fn.logicalId}.Role`,
        `Lambda cannot assume the role ${roleArn} ${decision.reason}`,
        `let ${service} assume it in the role's AssumeRolePolicyDocument, of a role of this app`,
      );
    });
  }
}
