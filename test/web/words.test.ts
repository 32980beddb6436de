import { expect, it } from 'vitest';
import { ProblemError, type PublicOrder, UnreachableError } from '../../coffee/client/index.ts';
import { sayTrouble } from '../../web/trouble.ts';
import { drinkName, duration, resultLines, timeLeft } from '../../web/words.ts';

it.each([
  [0, '0 s'],
  [5.55, '5.6 s'],
  [48, '48 s'],
  [59.9, '1 min 00 s'],
  [125, '2 min 05 s'],
  [4800, '1 h 20 min'],
])('%d seconds are told as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

it('the end of the wait is told without a number', () => {
  expect([timeLeft(9), timeLeft(0), timeLeft(undefined)]).toEqual(['9 s left', 'any moment now', '']);
});

it('a result of any form is told by the names in it, but for the code that is called', () => {
  const lines = (result: object | undefined) => resultLines({ result } as unknown as PublicOrder);
  expect(
    lines({ labelling: { pickupCode: '7KQP', label: 'LATTE' }, weighing: { grams: 9, of: { milk: 3 } } }),
  ).toEqual([
    ['Label', 'LATTE'],
    ['Grams', '9'],
    ['Of', '{"milk":3}'],
  ]);
  expect([lines(undefined), lines({ labelling: null })]).toEqual([[], []]);
});

it('drinks are written as people write them', () => {
  expect(drinkName('cold-brew')).toBe('Cold brew');
});

it('trouble is told in words for customers', () => {
  const errors = [{ pointer: '#/name', detail: 'must not be empty' }];
  expect(sayTrouble(new ProblemError({ status: 422, title: 'Invalid order', errors }))).toBe(
    'Please check: name must not be empty',
  );
  expect(
    sayTrouble(new ProblemError({ status: 409, title: 'Too late', detail: 'It is ready already.' })),
  ).toBe('It is ready already.');
  expect(sayTrouble(new UnreachableError('fetch failed'))).toContain('cannot be reached');
});
