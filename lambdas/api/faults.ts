import type { Fault } from './problem.ts';

/** One of Standard Schema's, with what valibot adds. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: unknown; readonly input?: unknown })[] | undefined;
  readonly type?: string;
  readonly expected?: string | null;
}

/**
 * All that is wrong with an object, by any Standard Schema. Of several unknown fields valibot itself reports the first
 * alone, and says that a field is missing in words of its own.
 */
export function faultsOf(
  schema: object,
  issues: readonly Issue[],
  pointerTo: (keys: readonly string[]) => string,
): readonly Fault[] {
  return issues.flatMap((issue) => {
    const keys = (issue.path ?? []).map(keyOf);
    if (isUnknownField(issue)) {
      return unknownFields(schema, issue).map((key) => ({
        pointer: pointerTo([...keys.slice(0, -1), key]),
        detail: 'is not known; leave it out',
      }));
    }
    return [{ pointer: pointerTo(keys), detail: detailOf(issue) }];
  });
}

function keyOf(segment: NonNullable<Issue['path']>[number]): string {
  return String(typeof segment === 'object' ? segment.key : segment);
}

function isUnknownField({ type, expected }: Issue): boolean {
  return type === 'strict_object' && expected === 'never';
}

function unknownFields(schema: object, { path = [] }: Issue): readonly string[] {
  const [first] = path;
  const { entries } = schema as { entries?: object };
  // Deeper down the schema of the object is not at hand: the field that valibot names has to do.
  if (path.length > 1 || !entries) return path.slice(-1).map(keyOf);
  return Object.keys(Object((first as { input?: unknown }).input)).filter(
    (key) => !Object.hasOwn(entries, key),
  );
}

function detailOf({ type, path, message }: Issue): string {
  if (type !== 'strict_object') return message;
  return path ? 'is missing' : 'must be an object';
}
