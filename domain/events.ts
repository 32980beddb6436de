import * as v from 'valibot';
import type { Drink } from './menu.ts';
import type { Order, OrderStatus } from './order.ts';
import { orderPath, publicOrderSchema, toPublic } from './public-order.ts';

/** One change of one order, as CloudEvents 1.0 (structured JSON). `id` dedupes, `data.order.version` orders. */
export const cloudEventSchema = v.object({
  specversion: v.literal('1.0'),
  id: v.string(),
  source: v.string(),
  type: v.string(),
  subject: v.string(),
  time: v.pipe(v.string(), v.isoTimestamp()),
  datacontenttype: v.literal('application/json'),
  data: v.object({ order: publicOrderSchema, message: v.string() }),
});

export type CloudEvent = v.InferOutput<typeof cloudEventSchema>;

/** The same order and version give the same event, however often it is sent. */
export function eventOf(order: Order): CloudEvent {
  const data = toPublic(order);
  return {
    specversion: '1.0',
    id: `${order.id}:${order.version}`,
    source: orderPath(order.id),
    type: `coffee.${order.status}`,
    subject: order.id,
    time: data.updatedAt,
    datacontenttype: 'application/json',
    data: { order: data, message: messages[order.status](drinkNames[order.drink]) },
  };
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
