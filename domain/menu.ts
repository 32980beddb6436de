import type { Step, StepStatus } from './step.ts';

export const drinks = ['espresso', 'americano', 'latte', 'cappuccino', 'cold-brew'] as const;
export const sizes = ['small', 'medium', 'large'] as const;

export type Drink = (typeof drinks)[number];
export type Size = (typeof sizes)[number];

/** A larger cup takes longer at the machine; writing its label does not. */
const sizeFactor: Record<Size, number> = { small: 0.8, medium: 1, large: 1.3 };

const recipes: Record<Drink, readonly Step[]> = {
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

/**
 * The steps of one drink. Put your own task here.
 * @param speed how many times as fast as on the menu the machine runs
 */
export function recipeFor(drink: Drink, size: Size, speed: number): readonly Step[] {
  return recipes[drink].map((step) => ({ ...step, seconds: secondsOf(step, size, speed) }));
}

export interface MenuEntry {
  readonly drink: Drink;
  readonly sizes: readonly {
    readonly size: Size;
    readonly seconds: number;
    readonly steps: readonly Pick<Step, 'status' | 'seconds'>[];
  }[];
}

export function menu(speed: number): readonly MenuEntry[] {
  return drinks.map((drink) => ({
    drink,
    sizes: sizes.map((size) => {
      const steps = recipeFor(drink, size, speed).map(({ status, seconds }) => ({ status, seconds }));
      return { size, seconds: roundMillis(steps.reduce((sum, step) => sum + step.seconds, 0)), steps };
    }),
  }));
}

function secondsOf(step: Step, size: Size, speed: number): number {
  return roundMillis((step.kind === 'timed' ? step.seconds * sizeFactor[size] : step.seconds) / speed);
}

function roundMillis(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function timed(status: StepStatus, seconds: number): Step {
  return { status, kind: 'timed', seconds };
}

function work(status: StepStatus, seconds: number): Step {
  return { status, kind: 'work', seconds };
}
