import { atSpeed, type Step, timed, work } from '../domain/steps/step.ts';

export const drinks = ['espresso', 'americano', 'latte', 'cappuccino', 'cold-brew'] as const;
export const sizes = ['small', 'medium', 'large'] as const;

export type Drink = (typeof drinks)[number];
export type Size = (typeof sizes)[number];

/** A larger cup takes longer at the machine; writing its label does not. */
const sizeFactor: Record<Size, number> = { small: 0.8, medium: 1, large: 1.3 };

const recipes = {
  espresso: [timed('grinding', 4), timed('brewing', 6), work('labelling', 1)],
  americano: [timed('grinding', 4), timed('brewing', 6), timed('pouring', 3), work('labelling', 1)],
  latte: [
    timed('grinding', 4),
    timed('brewing', 6),
    timed('steaming', 5),
    timed('pouring', 3),
    work('labelling', 1),
  ],
  cappuccino: [
    timed('grinding', 4),
    timed('brewing', 6),
    timed('steaming', 7),
    timed('pouring', 2),
    work('labelling', 1),
  ],
  'cold-brew': [timed('grinding', 4), timed('steeping', 20), timed('pouring', 3), work('labelling', 1)],
};

/** The steps of one drink. */
export function recipeFor(drink: Drink, size: Size) {
  return recipes[drink].map((step) =>
    step.kind === 'timed' ? { ...step, seconds: step.seconds * sizeFactor[size] } : step,
  );
}

export interface MenuEntry {
  readonly drink: Drink;
  readonly sizes: readonly {
    readonly size: Size;
    readonly seconds: number;
    readonly steps: readonly Pick<Step, 'status' | 'seconds'>[];
  }[];
}

/** @param speed how many times as fast as on the menu the shop makes coffee */
export function menu(speed: number): readonly MenuEntry[] {
  return drinks.map((drink) => ({
    drink,
    sizes: sizes.map((size) => {
      const steps = atSpeed(recipeFor(drink, size), speed).map(({ status, seconds }) => ({
        status,
        seconds,
      }));
      const milliseconds = steps.reduce((sum, step) => sum + Math.round(step.seconds * 1000), 0);
      return { size, seconds: milliseconds / 1000, steps };
    }),
  }));
}
