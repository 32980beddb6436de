export type { MenuEntry } from '../domain/menu.ts';
export { messageFor } from '../domain/message.ts';
export type { PublicOrder } from '../domain/public-order.ts';
export type { ClientOptions, TokenSource } from './client-options.ts';
export { CoffeeClient, type PlaceOptions } from './coffee-client.ts';
export {
  CoffeeError,
  type Fault,
  OrderEndedError,
  ProblemError,
  UnexpectedAnswerError,
  UnreachableError,
} from './errors.ts';
export type { LineState } from './line-state.ts';
export { hasEnded, type OrderUpdate } from './order-update.ts';
export type { Abortable, ListQuery, NewOrder, OrderPage } from './orders-api.ts';
