import type { Drink } from './menu.ts';
import type { OrderStatus } from './order.ts';
import type { PublicOrder } from './public-order.ts';

/** What the pickup board says to the customer. */
export function messageFor({ status, drink }: Pick<PublicOrder, 'status' | 'drink'>): string {
  // A client may hear of a status that a newer deployment has.
  const say: ((drink: string) => string) | undefined = messages[status];
  return say?.(drinkNames[drink]) ?? `Your order is ${status}.`;
}

const drinkNames: Record<Drink, string> = {
  espresso: 'espresso',
  americano: 'americano',
  latte: 'latte',
  cappuccino: 'cappuccino',
  'cold-brew': 'cold brew',
};

const messages: Record<OrderStatus, (drink: string) => string> = {
  queued: (drink) => `Your ${drink} is on the slip rail.`,
  grinding: (drink) => `Grinding beans for your ${drink}.`,
  brewing: (drink) => `Brewing your ${drink}.`,
  steeping: (drink) => `Steeping your ${drink}.`,
  steaming: (drink) => `Steaming milk for your ${drink}.`,
  pouring: (drink) => `Pouring your ${drink}.`,
  labelling: (drink) => `Writing the label of your ${drink}.`,
  ready: () => 'Your coffee is ready! Come grab it!',
  failed: (drink) => `Sorry, your ${drink} could not be made.`,
  cancelled: (drink) => `Your ${drink} was cancelled.`,
};
