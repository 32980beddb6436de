import { inspectApis } from './api-gateway/inspect-apis.ts';
import { type CloudAssembly, changeTemplates } from './assembly/read-assembly.ts';
import type { CloudOptions } from './cloud.ts';
import { inspectCode } from './functions.ts';
import { createAuthorizer } from './iam/authorizer.ts';
import { requireTrust } from './iam/require-trust.ts';
import { invokePermissions } from './lambda/invoke-permissions.ts';
import { requireDestinations } from './s3/require-destinations.ts';
import { inspectTopics } from './sns/inspect-topics.ts';
import { inspectStacks, type ResolveInput, resolveStacks } from './template/resolve-template.ts';
import type { ResolvedTemplate } from './template/resolved-template.ts';
import type { CloudContext } from './template/resource-type.ts';
import { resourceTypes } from './template/resource-types.ts';

type AppOptions = Pick<CloudOptions, 'app' | 'parameters' | 'changeTemplate'>;

/** All stacks of the app, which were inspected before. */
export function resolveApp(options: AppOptions, context: CloudContext): ResolvedTemplate {
  return resolveStacks(inputOf(options, context));
}

/** All stacks of the app. Rejects with `UnsupportedAppError` of everything in it that the local cloud does not run. */
export async function inspectApp(options: AppOptions, context: CloudContext): Promise<ResolvedTemplate> {
  const input = inputOf(options, context);
  const { template, inspection, throwProblems } = inspectStacks(input);
  const authorizer = createAuthorizer(template, context, inspection);
  const mayInvoke = invokePermissions(template, 's3.amazonaws.com', context.accountId);
  requireTrust(template, authorizer, inspection);
  inspectApis(template, inspection);
  inspectTopics(template, inspection);
  requireDestinations(template, authorizer, mayInvoke, inspection);
  await inspectCode(template, input.stacks, inspection);
  throwProblems();
  return template;
}

function inputOf({ app, parameters, changeTemplate }: AppOptions, context: CloudContext): ResolveInput {
  const { stacks } = changeTemplate ? changeTemplates(app, changeTemplate) : app;
  return { stacks, types: resourceTypes, context, parameters };
}

/** The account is that of fauxqs, unless the stacks name one. */
export function contextOf(app: CloudAssembly, endpointUrl: string, publicUrl: string): CloudContext {
  const { account: accountId = '000000000000', region = 'us-east-1' } = app;
  return { accountId, region, partition: 'aws', urlSuffix: 'amazonaws.com', endpointUrl, publicUrl };
}
