import type { StageProperties } from '../properties.ts';

/** A named stage is the first segment of the path; `$default` has none. `path` is what routes are matched with. */
export function pickStage(
  stages: readonly StageProperties[],
  path: string,
): { stage: StageProperties; path: string } | undefined {
  const [, first = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  const named = stages.find(({ StageName }) => StageName === first);
  if (named) return { stage: named, path: rest || '/' };
  const stage = stages.find(({ StageName }) => StageName === '$default');
  return stage && { stage, path };
}
