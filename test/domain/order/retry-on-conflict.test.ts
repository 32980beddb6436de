import { describe, expect, it } from 'vitest';
import { retryOnConflict } from '../../../domain/order/retry-on-conflict.ts';

describe('read, decide, save', () => {
  it('starts over until the save finds what was read', async () => {
    const results = ['conflict', 'conflict', 'done', 'never asked'];
    expect(await retryOnConflict(() => Promise.resolve(results.shift() ?? 'none left'))).toBe('done');
    expect(results).toEqual(['never asked']);
  });

  it('gives up after ten conflicts in a row (P7)', async () => {
    let attempts = 0;
    const contested = retryOnConflict(() => {
      attempts += 1;
      return Promise.resolve('conflict' as const);
    });
    await expect(contested).rejects.toThrow('changed 10 times');
    expect(attempts).toBe(10);
  });

  it('does not start over when the table cannot be reached', async () => {
    let attempts = 0;
    const broken = retryOnConflict(() => {
      attempts += 1;
      return Promise.reject(new Error('table down'));
    });
    await expect(broken).rejects.toThrow('table down');
    expect(attempts).toBe(1);
  });
});
