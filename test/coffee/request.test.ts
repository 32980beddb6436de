import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { orderRequestSchema } from '../../coffee/request.ts';

const accepts = (request: unknown) => v.is(orderRequestSchema, request);

describe('the body of an order', () => {
  it('is medium unless it says otherwise, and its name is trimmed', () => {
    expect(v.parse(orderRequestSchema, { drink: 'latte', name: '  Shawn ' })).toEqual({
      drink: 'latte',
      size: 'medium',
      name: 'Shawn',
    });
  });

  it('refuses a wrong name, and takes none', () => {
    expect(accepts({ drink: 'latte', name: ' ' })).toBe(false);
    expect(accepts({ drink: 'latte' })).toBe(true);
  });

  it.each([
    ['no drink', {}],
    ['an unknown drink', { drink: 'tea' }],
    ['an unknown size', { drink: 'latte', size: 'bucket' }],
    ['a field too many', { drink: 'latte', sugar: true }],
    ['a prototype', JSON.parse('{"drink":"latte","__proto__":{"size":"large"}}')],
    ['an inherited name', { drink: 'latte', toString: 1 }],
    ['a list', ['latte']],
    ['null', null],
  ])('refuses %s', (_, request) => {
    expect(accepts(request)).toBe(false);
  });

  it('names what there is when it asks for something else', () => {
    const { issues = [] } = v.safeParse(orderRequestSchema, { drink: 'tea', size: 'bucket' });
    expect(issues.map(({ message }) => message)).toEqual([
      'must be one of: espresso, americano, latte, cappuccino, cold-brew',
      'must be one of: small, medium, large',
    ]);
  });
});
