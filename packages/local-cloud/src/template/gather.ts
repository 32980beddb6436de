import { UnsupportedAppError, UnsupportedTemplateError } from './template-error.ts';

/** The results of all works; rejects with `UnsupportedAppError` of everything in them that is not supported. */
export async function gather<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(works);
  const reasons: unknown[] = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const problems = reasons.map((reason) => {
    if (reason instanceof UnsupportedTemplateError) return reason.message;
    throw reason;
  });
  if (problems.length > 0) throw new UnsupportedAppError(problems);
  return Promise.all(works);
}
