import type { ResolvedResource, ResolvedTemplate } from './resolved-template.ts';

export interface TemplateChanges {
  /** Logical ids of functions of which nothing but the code differs. */
  readonly code: readonly string[];
  /** Logical ids of all other resources that differ, are new or are gone. */
  readonly others: readonly string[];
}

/** What differs between two syntheses of one app. */
export function compareTemplates(before: ResolvedTemplate, after: ResolvedTemplate): TemplateChanges {
  const [old, now] = [byIdentity(before), byIdentity(after)];
  const code: string[] = [];
  const others: string[] = [];
  for (const identity of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(identity), now.get(identity)];
    if (was && is && isSame(was.properties, is.properties)) continue;
    const { logicalId = '' } = is ?? was ?? {};
    (was && is && differsInCode(was, is) ? code : others).push(logicalId);
  }
  return { code, others };
}

/** The logical id of a version changes with the code, what is referred to by it does not. */
function byIdentity({ resources }: ResolvedTemplate): ReadonlyMap<string, ResolvedResource> {
  const all = [...resources.values()].filter(({ type }) => type !== 'AWS::CDK::Metadata');
  return new Map(all.map((resource) => [`${resource.stackName} ${resource.type} ${resource.ref}`, resource]));
}

function differsInCode(was: ResolvedResource, is: ResolvedResource): boolean {
  if (is.type !== 'AWS::Lambda::Function') return false;
  const { Code: _, ...oldRest } = was.properties;
  const { Code: __, ...newRest } = is.properties;
  return isSame(oldRest, newRest);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
