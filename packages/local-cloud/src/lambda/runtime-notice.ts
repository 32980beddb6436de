import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';

/** Which functions run on another version of Node than they would on AWS; undefined if none does. */
export function runtimeNotice(
  template: ResolvedTemplate,
  version = process.versions.node,
): string | undefined {
  const here = `nodejs${Number.parseInt(version, 10)}.x`;
  const runtimes = resourcesOf(template, 'AWS::Lambda::Function').map(({ properties }) => properties.Runtime);
  const others = [...new Set(runtimes)].filter((runtime) => runtime !== here).sort();
  return others.length > 0 ? `functions for ${others.join(' and ')} run on Node ${version} here` : undefined;
}
