import { expect, it } from 'vitest';
import { drinks, recipeFor, sizes } from '../../../domain/menu.ts';
import { works } from '../../../lambdas/brew/works.ts';

const everyCup = drinks.flatMap((drink) => sizes.map((size) => ({ drink, size })));

it.each(everyCup)('the brewer knows the work of every work step of a $size $drink', ({ drink, size }) => {
  const workSteps = recipeFor(drink, size, 1).filter(({ kind }) => kind === 'work');
  expect(workSteps.map(({ status }) => works[status])).not.toContain(undefined);
});
