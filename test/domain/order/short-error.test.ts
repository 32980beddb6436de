import { describe, expect, it } from 'vitest';
import { shortError } from '../../../domain/order/short-error.ts';
import { PermanentError } from '../../../domain/steps/permanent-error.ts';

describe('a short error', () => {
  it.each([
    ['an error', new TypeError('no ink'), 'TypeError: no ink'],
    [
      'an error with a name of its own',
      new PermanentError('Out of ink', 'Soon.'),
      'PermanentError: Out of ink: Soon.',
    ],
    [
      'several in one',
      new AggregateError([new Error('a'), new Error('b')], 'all failed'),
      'AggregateError: all failed',
    ],
    [
      'several that say nothing together',
      new AggregateError([new Error('ECONNREFUSED')]),
      'Error: ECONNREFUSED',
    ],
    ['none in an empty one', new AggregateError([]), 'something other than an error'],
    ['text', 'jam', 'jam'],
    ['anything', Object.create(null), 'something other than an error'],
    ['nothing', undefined, 'something other than an error'],
  ])('names %s', (_, thrown, text) => {
    expect(shortError(thrown)).toBe(text);
  });

  it('has 200 characters at most, none of them cut in half', () => {
    const text = shortError(new Error('☕🖨'.repeat(500)));
    expect([...text]).toHaveLength(200);
    expect(text.isWellFormed()).toBe(true);
  });

  it('is one line of what a queue takes as text, whatever was thrown', () => {
    const text = shortError(new Error('a\r\n\u0000b\u001b[31m\u2028c\ufffe\ud800d'));
    expect(text).toBe('Error: a b [31m c \ufffdd');
  });
});
