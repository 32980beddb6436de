import { type CloudAssembly, changeTemplates } from './assembly/read-assembly.ts';
import type { CloudOptions } from './cloud.ts';
import { resolveStacks } from './template/resolve-template.ts';
import type { ResolvedTemplate } from './template/resolved-template.ts';
import type { CloudContext } from './template/resource-type.ts';
import { resourceTypes } from './template/resource-types.ts';

/** All stacks of the app. Throws `UnsupportedAppError`. */
export function resolveApp(
  { app, parameters, changeTemplate }: Pick<CloudOptions, 'app' | 'parameters' | 'changeTemplate'>,
  context: CloudContext,
): ResolvedTemplate {
  const { stacks } = changeTemplate ? changeTemplates(app, changeTemplate) : app;
  return resolveStacks({ stacks, types: resourceTypes, context, parameters });
}

/** The account is that of fauxqs, unless the stacks name one. */
export function contextOf(app: CloudAssembly, endpointUrl: string, publicUrl: string): CloudContext {
  const { account: accountId = '000000000000', region = 'us-east-1' } = app;
  return { accountId, region, partition: 'aws', urlSuffix: 'amazonaws.com', endpointUrl, publicUrl };
}
