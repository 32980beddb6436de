/** The shop's client, which knows coffee; task.ts has the client of any task. */
export type { MenuEntry } from '../coffee/menu.ts';
export type { ListQuery, NewOrder, OrderPage, OrderUpdate, PublicOrder } from './coffee.ts';
export { CoffeeClient, messageFor } from './coffee-client.ts';
export type { Abortable, ClientOptions, LineState, PlaceOptions, TokenSource } from './task.ts';
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
} from './task.ts';
