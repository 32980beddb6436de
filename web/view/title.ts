import type { PublicOrder } from '../../coffee/client/index.ts';
import { drinkName, pickupCode } from '../words.ts';

const ordinary = document.title;

/** The tab says what concerns its customer most: a coffee to collect, or else one that failed. */
export function showTitle(waiting: PublicOrder | undefined, failed: PublicOrder | undefined): void {
  const name = ({ drink }: PublicOrder) => `Your ${drinkName(drink).toLowerCase()}`;
  if (waiting) document.title = `☕ ${pickupCode(waiting) || name(waiting)} is ready!`;
  else if (failed) document.title = `⚠ ${name(failed)} could not be made`;
  else document.title = ordinary;
}
