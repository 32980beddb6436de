import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../domain/json.ts';
import {
  limitedCheckpoint,
  limitedResult,
  maxCheckpointBytes,
  maxResultsBytes,
} from '../../../domain/steps/json-limits.ts';
import { orderAtStep } from '../../fakes/an-order.ts';

const order = orderAtStep(3);
const circle: Record<string, unknown> = {};
circle.itself = circle;

describe('a result', () => {
  it('is whatever JSON makes of it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 40 }), (value) => {
        expect(limitedResult(order, value as Json)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(limitedResult(order, undefined)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['a BigInt', { count: 1n }],
    ['a function', () => 1],
    ['a symbol', Symbol('sheet')],
    ['a circle', circle],
  ])('is refused for good when it is %s', (_, value) => {
    const refused = expect(() => limitedResult(order, value as Json));
    refused.toThrow('Result is not JSON: The result of packing cannot be kept as JSON.');
  });

  it('is refused for good, with its size and the limit, when all results together are too large (fault 58)', () => {
    const half = 'x'.repeat(maxResultsBytes / 2);
    expect(limitedResult(order, half)).toBe(half);
    const filled = { ...order, results: { rendering: half } };
    expect(() => limitedResult(filled, half)).toThrow(
      `Result too large: The results up to packing: ${maxResultsBytes + 29} bytes of JSON, where ${maxResultsBytes} are allowed.`,
    );
  });

  it('is measured in bytes, not in characters', () => {
    expect(() => limitedResult(order, '☕'.repeat(maxResultsBytes / 3))).toThrow('Result too large');
  });
});

describe('a checkpoint', () => {
  it('has a limit of its own', () => {
    const fitting = 'x'.repeat(maxCheckpointBytes - 2);
    expect(limitedCheckpoint(order, fitting)).toBe(fitting);
    expect(() => limitedCheckpoint(order, `${fitting}x`)).toThrow('The checkpoint of packing');
  });
});
