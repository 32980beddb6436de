import * as v from 'valibot';
import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { matchesGlob } from './glob.ts';

/** Whether the service, acting for `sourceArn`, may invoke the function. */
export type MayInvoke = (functionArn: string, sourceArn: string) => boolean;

// The resource type refuses unknown properties; here only what decides about the caller is read.
const permission = v.object({
  FunctionName: v.string(),
  Principal: v.string(),
  Action: v.picklist(['lambda:InvokeFunction', 'lambda:*']),
  SourceArn: v.optional(v.string(), '*'),
  SourceAccount: v.optional(v.string()),
});

/** The resource policies of the functions, as far as `service` is the caller, such as `apigateway.amazonaws.com`. */
export function invokePermissions(template: ResolvedTemplate, service: string, accountId: string): MayInvoke {
  const permissions = resourcesOf(template, 'AWS::Lambda::Permission')
    .map(({ properties }) => v.safeParse(permission, properties))
    .flatMap((parsed) => (parsed.success ? [parsed.output] : []))
    .filter(
      ({ Principal, SourceAccount = accountId }) => Principal === service && SourceAccount === accountId,
    );
  return (functionArn, sourceArn) =>
    permissions.some(
      ({ FunctionName, SourceArn }) =>
        isNamed(functionArn, FunctionName) && matchesGlob(SourceArn, sourceArn),
    );
}

function isNamed(functionArn: string, nameOrArn: string): boolean {
  return functionArn === nameOrArn || functionArn.endsWith(`:function:${nameOrArn}`);
}
