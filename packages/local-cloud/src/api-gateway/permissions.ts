import * as v from 'valibot';
import type { ResolvedTemplate } from '../template/resolved-template.ts';
import { matchesGlob } from './glob.ts';

/** Whether API Gateway, acting for `sourceArn`, may invoke the function. */
export type MayInvoke = (functionArn: string, sourceArn: string) => boolean;

// Lambda's own resource type refuses unknown properties; here only what decides about API Gateway is read.
const permission = v.object({
  FunctionName: v.string(),
  Principal: v.literal('apigateway.amazonaws.com'),
  Action: v.picklist(['lambda:InvokeFunction', 'lambda:*']),
  SourceArn: v.optional(v.string(), '*'),
});

/** The resource policies of the functions, as far as API Gateway is the caller. */
export function invokePermissions(template: ResolvedTemplate): MayInvoke {
  const permissions = [...template.resources.values()]
    .filter(({ type }) => type === 'AWS::Lambda::Permission')
    .map(({ properties }) => v.safeParse(permission, properties))
    .flatMap((parsed) => (parsed.success ? [parsed.output] : []));
  return (functionArn, sourceArn) =>
    permissions.some(
      ({ FunctionName, SourceArn }) =>
        isNamed(functionArn, FunctionName) && matchesGlob(SourceArn, sourceArn),
    );
}

function isNamed(functionArn: string, nameOrArn: string): boolean {
  return functionArn === nameOrArn || functionArn.endsWith(`:function:${nameOrArn}`);
}
