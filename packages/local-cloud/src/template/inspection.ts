import type { ResolvedResource } from './resolved-template.ts';

/** Looks at resources one by one, so that what is wrong with one does not hide what is wrong with the next. */
export interface Inspection {
  /**
   * What the work gives. Undefined where it finds something that is not supported, or where that is known of the resource
   * already. Throws whatever else the work throws.
   */
  attempt<T>(resource: ResolvedResource, work: () => T): T | undefined;
  /** The same for work that takes its time. */
  attemptAsync<T>(resource: ResolvedResource, work: () => Promise<T>): Promise<T | undefined>;
  /** Whether something about the resource is not supported: nothing can be said then of what depends on it. */
  isBroken(resource: ResolvedResource): boolean;
}

/** Of what was inspected before: the first thing that is not supported is thrown. */
export const inspected: Inspection = {
  attempt: (_, work) => work(),
  attemptAsync: (_, work) => work(),
  isBroken: () => false,
};
