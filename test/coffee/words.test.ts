import { describe, expect, it } from 'vitest';
import { type Drink, drinks } from '../../coffee/menu.ts';
import { coffee } from '../../coffee/task.ts';

const statuses = coffee.statuses;
const messageFor = (order: { status: string; drink: Drink }) =>
  coffee.message(order.status, { size: 'small', ...order });

describe('what the pickup board says', () => {
  it.each(drinks)('calls a %s by its name', (drink) => {
    expect(messageFor({ status: 'brewing', drink })).toContain(` ${drink.replace('-', ' ')}.`);
  });

  it.each(statuses.filter((status) => status !== 'ready'))('names the drink when it is %s', (status) => {
    expect(messageFor({ status, drink: 'latte' })).toContain('latte');
  });

  it('is another sentence for every status', () => {
    const sentences = statuses.map((status) => messageFor({ status, drink: 'latte' }));
    expect(new Set(sentences).size).toBe(statuses.length);
  });

  it('is a sentence also for a status that only a newer deployment has', () => {
    expect(messageFor({ status: 'frothing', drink: 'latte' })).toBe('Your order is frothing.');
  });

  it.each(['constructor', '__proto__', 'toString'])('is a sentence also for a status called %s', (status) => {
    expect(messageFor({ status, drink: 'latte' })).toBe(`Your order is ${status}.`);
  });

  it.each([
    ['mocha', 'mocha'],
    [{ toString: 1 }, 'order'],
    [undefined, 'order'],
  ])('is a sentence also for the drink %j, which only a newer deployment may have', (drink, name) => {
    expect(messageFor({ status: 'brewing', drink: drink as never })).toBe(`Brewing your ${name}.`);
  });
});
