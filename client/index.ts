export type { MenuEntry } from '../coffee/menu.ts';
export type { ClientOptions, TokenSource } from './client-options.ts';
export { messageFor, type NewOrder, type PublicOrder } from './coffee.ts';
export { CoffeeClient, type PlaceOptions } from './coffee-client.ts';
export {
  ClosedError,
  CoffeeError,
  type Fault,
  type NotSentCode,
  NotSentError,
  OrderEndedError,
  ProblemError,
  UnexpectedAnswerError,
  UnreachableError,
} from './errors.ts';
export type { LineState } from './line-state.ts';
export { hasEnded, type OrderUpdate } from './order-update.ts';
export type { Abortable, ListQuery, OrderPage } from './orders-api.ts';
