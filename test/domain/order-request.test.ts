import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { orderRequestSchema } from '../../domain/order-request.ts';

const accepts = (request: unknown) => v.is(orderRequestSchema, request);

describe('the body of an order', () => {
  it('is medium unless it says otherwise, and its name is trimmed', () => {
    expect(v.parse(orderRequestSchema, { drink: 'latte', name: '  Shawn ' })).toEqual({
      drink: 'latte',
      size: 'medium',
      name: 'Shawn',
    });
  });

  it.each([
    ['60 characters', 'x'.repeat(60)],
    ['letters of any script', 'Zoë Žižek 渡辺'],
    ['an emoji', 'Gus ☕🍍'],
    ['60 emojis, each of them two UTF-16 units', '🍍'.repeat(60)],
    ['an emoji family', '👨‍👩‍👧'],
    ['joined emojis with skin and variation', '👩🏽‍🚀 ❤️‍🔥'],
    ['a Persian word', 'می\u200cخواهم'],
    ['an Indic word', 'क्\u200dष'],
  ])('takes a name of %s', (_, name) => {
    expect(accepts({ drink: 'latte', name })).toBe(true);
  });

  it.each([
    ['61 characters', 'x'.repeat(61)],
    ['61 emojis', '🍍'.repeat(61)],
    ['nothing', ''],
    ['blanks', '   '],
    ['a line break', 'a\r\nb'],
    ['NUL', 'a\0b'],
    ['an escape sequence', 'a\u001b[31mb'],
    ['a C1 control', 'a\u0085b'],
    ['a bidi override', 'a\u202eb'],
    ['joiners alone', '\u200d\u200c\u200d'],
    ['a joiner among blanks', ' \u200d '],
    ['a joiner in front', '\u200dgus'],
    ['a joiner at the end', 'gus\u200c'],
    ['two joiners in a row', 'a\u200d\u200db'],
    ['a joiner behind a mark that stands on nothing', '\ufe0f\u200dgus'],
    ['a zero width space', 'a\u200bb'],
    ['a soft hyphen', 'a\u00adb'],
    ['a line separator', 'a\u2028b'],
    ['a paragraph separator', 'a\u2029b'],
    ['half a surrogate pair', 'a\ud800b'],
    ['a number', 7],
    ['null', null],
  ])('refuses a name of %s', (_, name) => {
    expect(accepts({ drink: 'latte', name })).toBe(false);
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
