import type { CloudAssembly } from './assembly/read-assembly.ts';
import type { CloudOptions } from './cloud.ts';
import type { DeployedFunctions } from './functions.ts';
import { inspectApp } from './resolve-app.ts';
import { compareTemplates } from './template/compare-templates.ts';
import type { ResolvedTemplate } from './template/resolved-template.ts';
import type { CloudContext } from './template/resource-type.ts';

/** Rejects with everything as it was when the app is not supported any more. */
export type Reload = (app: CloudAssembly) => Promise<ReloadResult>;

export type ReloadResult =
  /** Invocations that begin from now on run the new code of these functions, named by their logical ids. */
  | { readonly outcome: 'reloaded'; readonly functions: readonly string[] }
  /** Nothing was done: only a new cloud has these resources as they are now. */
  | { readonly outcome: 'restart needed'; readonly resources: readonly string[] };

export interface ReloadInput {
  readonly options: CloudOptions;
  readonly context: CloudContext;
  readonly template: ResolvedTemplate;
  readonly functions: DeployedFunctions;
}

export function reloadOf({ options, context, template, functions }: ReloadInput): Reload {
  let current = template;
  return async (app) => {
    const next = await inspectApp({ ...options, app }, context);
    const { code, others } = compareTemplates(current, next);
    if (others.length > 0) return { outcome: 'restart needed', resources: others };
    await functions.reload(next, app.stacks, code);
    current = next;
    return { outcome: 'reloaded', functions: code };
  };
}
