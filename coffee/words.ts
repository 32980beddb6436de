import type { Drink } from './menu.ts';

interface Cup {
  readonly drink: Drink;
}

/** What customers read, by status. */
export const words = {
  queued: ({ drink }: Cup) => `Your ${nameOf(drink)} is on the slip rail.`,
  grinding: ({ drink }: Cup) => `Grinding beans for your ${nameOf(drink)}.`,
  brewing: ({ drink }: Cup) => `Brewing your ${nameOf(drink)}.`,
  steeping: ({ drink }: Cup) => `Steeping your ${nameOf(drink)}.`,
  steaming: ({ drink }: Cup) => `Steaming milk for your ${nameOf(drink)}.`,
  pouring: ({ drink }: Cup) => `Pouring your ${nameOf(drink)}.`,
  labelling: ({ drink }: Cup) => `Writing the label of your ${nameOf(drink)}.`,
  ready: () => 'Your coffee is ready! Come grab it!',
  failed: ({ drink }: Cup) => `Sorry, your ${nameOf(drink)} could not be made.`,
  cancelled: ({ drink }: Cup) => `Your ${nameOf(drink)} was cancelled.`,
};

/** A client may hear of a drink that a newer deployment has, and of what is none. */
function nameOf(drink: Drink): string {
  if (typeof drink !== 'string') return 'order';
  return drink === 'cold-brew' ? 'cold brew' : drink;
}
