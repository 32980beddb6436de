/** What customers of any task import: `smart-coffee-maker/client`. */
export type { PublicOrder } from '../domain/order/public-order.ts';
export type { RequestInput } from '../domain/task.ts';
export type { ClientOptions, ClientTask, TaskClientOptions, TokenSource } from './client-options.ts';
export {
  ClientError,
  ClosedError,
  type Fault,
  type NotSentCode,
  NotSentError,
  OrderEndedError,
  ProblemError,
  UnexpectedAnswerError,
  UnreachableError,
} from './errors.ts';
export type { Abortable, ListQuery, OrderPage } from './http/orders-api.ts';
export type { LineState } from './live/line-state.ts';
export { hasEnded, type OrderUpdate } from './order-update.ts';
export { type PlaceOptions, TaskClient } from './task-client.ts';
