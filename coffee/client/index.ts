/** The shop's client, which knows coffee: the client of any task is in the folder client/. */

export type { Abortable, ClientOptions, LineState, PlaceOptions, TokenSource } from '../../client/index.ts';
export {
  ClientError as CoffeeError,
  ClosedError,
  type Fault,
  hasEnded,
  type NotSentCode,
  NotSentError,
  OrderEndedError,
  ProblemError,
  UnexpectedAnswerError,
  UnreachableError,
} from '../../client/index.ts';
export type { MenuEntry } from '../menu.ts';
export { CoffeeClient, messageFor } from './coffee-client.ts';
export type { ListQuery, NewOrder, OrderPage, OrderUpdate, PublicOrder } from './orders.ts';
