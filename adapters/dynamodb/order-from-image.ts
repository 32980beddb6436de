import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Order } from '../../domain/order/order.ts';
import { fromItem } from './order-item.ts';

/** An order out of a stream record's image. */
export function orderFromImage(image: Record<string, unknown>): Order {
  return fromItem(unmarshall(image as Record<string, AttributeValue>));
}
