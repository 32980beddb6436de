import type { OrderPage as PageOf, ListQuery as QueryOf } from '../../client/http/orders-api.ts';
import type { OrderUpdate as UpdateOf } from '../../client/order-update.ts';
import type { PublicOrder as OrderOf } from '../../domain/order/public-order.ts';
import type { RequestInput } from '../../domain/task.ts';
import type { coffee } from '../task.ts';

export type PublicOrder = OrderOf<typeof coffee>;
/** `{drink, size?, name?}` */
export type NewOrder = RequestInput<typeof coffee>;
export type OrderUpdate = UpdateOf<typeof coffee>;
export type OrderPage = PageOf<typeof coffee>;
export type ListQuery = QueryOf<typeof coffee>;
