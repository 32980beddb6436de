import { describe, expect, it } from 'vitest';
import { drinks, menu, recipeFor, sizes } from '../../coffee/menu.ts';
import { coffee } from '../../coffee/task.ts';
import { atSpeed } from '../../domain/steps/step.ts';

const everyCup = drinks.flatMap((drink) => sizes.map((size) => ({ drink, size })));

describe('the menu', () => {
  it('has the drinks of the shop', () => {
    expect(drinks).toEqual(
      expect.arrayContaining(['espresso', 'americano', 'latte', 'cappuccino', 'cold-brew']),
    );
    expect(sizes).toHaveLength(3);
  });

  it.each(everyCup)('has a recipe for a $size $drink: some steps by the machine, then work', (cup) => {
    const steps = recipeFor(cup.drink, cup.size);
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.every(({ seconds }) => seconds > 0)).toBe(true);
    expect(steps.at(-1)?.kind).toBe('work');
    expect(coffee.statuses).toEqual(expect.arrayContaining(steps.map(({ status }) => status)));
  });

  it('takes longer for a larger cup, but for writing its label', () => {
    const seconds = sizes.map((size) => atSpeed(recipeFor('latte', size), 1).map((step) => step.seconds));
    expect(seconds).toEqual([
      [3.2, 4.8, 4, 2.4, 1],
      [4, 6, 5, 3, 1],
      [5.2, 7.8, 6.5, 3.9, 1],
    ]);
  });

  it('is made 50 times as fast at speed 50, to the millisecond', () => {
    expect(atSpeed(recipeFor('latte', 'large'), 50).map((step) => step.seconds)).toEqual([
      0.104, 0.156, 0.13, 0.078, 0.02,
    ]);
  });

  it('tells customers the steps and the seconds of each cup', () => {
    const latte = menu(1).find(({ drink }) => drink === 'latte');
    expect(latte?.sizes.find(({ size }) => size === 'medium')).toEqual({
      size: 'medium',
      seconds: 19,
      steps: [
        { status: 'grinding', seconds: 4 },
        { status: 'brewing', seconds: 6 },
        { status: 'steaming', seconds: 5 },
        { status: 'pouring', seconds: 3 },
        { status: 'labelling', seconds: 1 },
      ],
    });
    expect(menu(1).map(({ drink }) => drink)).toEqual(drinks);
  });
});
