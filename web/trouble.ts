import { ProblemError, UnreachableError } from '../coffee/client/index.ts';

/** What went wrong, for the customer. */
export function sayTrouble(error: unknown): string {
  if (error instanceof ProblemError) {
    const faults = error.errors.map(({ pointer, detail }) => `${pointer.replace('#/', '')} ${detail}`);
    return [faults.length > 0 ? 'Please check:' : (error.detail ?? error.title), faults.join('; ')]
      .join(' ')
      .trim();
  }
  if (error instanceof UnreachableError) return 'The shop cannot be reached. Please try again.';
  return error instanceof Error ? error.message : String(error);
}
