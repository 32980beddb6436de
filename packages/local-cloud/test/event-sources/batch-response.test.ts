import { describe, expect, it } from 'vitest';
import { batchOutcome } from '../../src/event-sources/batch-response.ts';

const batch = ['m1', 'm2'];

describe('a function that reports item failures', () => {
  it.each([[null], [{}], [{ batchItemFailures: [] }], [{ batchItemFailures: null }], [{ somethingElse: 1 }]])(
    'succeeds with %j',
    (payload) => {
      expect(batchOutcome({ outcome: 'returned', payload }, batch, true)).toEqual({ outcome: 'succeeded' });
    },
  );

  it.each([
    ['ok'],
    [[]],
    [{ batchItemFailures: 'm1' }],
    [{ batchItemFailures: [null] }],
    [{ batchItemFailures: [{ itemIdentifier: '' }] }],
    [{ batchItemFailures: [{ itemIdentifier: null }] }],
    [{ batchItemFailures: [{ bad: 'm1' }] }],
    [{ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'unknown' }] }],
  ])('fails as a whole with %j', (payload) => {
    expect(batchOutcome({ outcome: 'returned', payload }, batch, true)).toEqual({ outcome: 'failed' });
  });

  it('fails for the items it names', () => {
    const payload = { batchItemFailures: [{ itemIdentifier: 'm2' }] };
    expect(batchOutcome({ outcome: 'returned', payload }, batch, true)).toEqual({
      outcome: 'partly-failed',
      failed: new Set(['m2']),
    });
  });
});

it('what a function returns means nothing if the mapping does not ask for item failures', () => {
  const payload = { batchItemFailures: [{ itemIdentifier: 'm2' }] };
  expect(batchOutcome({ outcome: 'returned', payload }, batch, false)).toEqual({ outcome: 'succeeded' });
});
