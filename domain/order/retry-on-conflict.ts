import { BusyError } from './busy-error.ts';

const maxAttempts = 10;

/**
 * Runs read-decide-save until the save finds what was read. Somebody else's save is progress of theirs, so the
 * loop is short; rejects with a BusyError after ten conflicts in a row, and the message or request is tried again from outside.
 */
export async function retryOnConflict<T>(attempt: () => Promise<T | 'conflict'>): Promise<T> {
  for (let n = 0; n < maxAttempts; n++) {
    const result = await attempt();
    if (result !== 'conflict') return result;
  }
  throw new BusyError(`the order changed ${maxAttempts} times while it was being written`);
}
