import { ProblemError, UnexpectedAnswerError, UnreachableError } from '../coffee/client/index.ts';

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

/** It is over when the shop can be reached again. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ProblemError) return error.status >= 500 || [408, 429].includes(error.status);
  return error instanceof UnreachableError || error instanceof UnexpectedAnswerError;
}
