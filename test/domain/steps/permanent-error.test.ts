import { expect, it } from 'vitest';
import { PermanentError } from '../../../domain/steps/permanent-error.ts';

it('a permanent error tells the log what the customer reads, and what it came from', () => {
  const cause = new Error('hopper empty');
  const error = new PermanentError('Out of beans', 'Come back tomorrow.', { cause });
  expect(String(error)).toBe('PermanentError: Out of beans: Come back tomorrow.');
  expect(error.cause).toBe(cause);
});
