import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Order } from '../../domain/order/order.ts';
import type { OrderPage, OrderRepository, PageRequest, Position } from '../../domain/ports.ts';
import { fromItem, positionKey, positionOf, toItem } from './order-item.ts';
import { readOrders } from './read-orders.ts';
import { unlessConditionFails } from './unless-condition-fails.ts';

export interface OrderTable {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Only where orders are listed. */
  readonly byOwnerIndex?: string;
}

export function dynamoDbOrderRepository(table: OrderTable): OrderRepository {
  return {
    get: (id) => get(table, id),
    create: async (order) => ((await putNew(table, order)) ? 'created' : 'exists'),
    save: async (next, previous) => ((await replace(table, next, previous)) ? 'saved' : 'conflict'),
    listByOwner: (owner, page) => listByOwner(table, owner, page),
  };
}

async function get({ client, tableName }: OrderTable, id: string): Promise<Order | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: tableName, Key: { orderId: id }, ConsistentRead: true }),
  );
  return Item && fromItem(Item);
}

function putNew({ client, tableName }: OrderTable, order: Order): Promise<boolean> {
  return unlessConditionFails(
    client.send(
      new PutCommand({
        TableName: tableName,
        Item: toItem(order, true),
        ConditionExpression: 'attribute_not_exists(orderId)',
      }),
    ),
  );
}

function replace({ client, tableName }: OrderTable, next: Order, previous: Order): Promise<boolean> {
  return unlessConditionFails(
    client.send(
      new PutCommand({
        TableName: tableName,
        Item: toItem(next, next.version !== previous.version),
        ConditionExpression: 'revision = :revision',
        ExpressionAttributeValues: { ':revision': previous.revision },
      }),
    ),
  );
}

/** Keys from the index, then the orders themselves. Both may lag by moments: nothing is decided on a list. */
async function listByOwner(table: OrderTable, owner: string, page: PageRequest): Promise<OrderPage> {
  const { Items = [], LastEvaluatedKey } = await table.client.send(
    new QueryCommand({
      TableName: table.tableName,
      IndexName: table.byOwnerIndex,
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': owner },
      ScanIndexForward: false,
      Limit: page.limit,
      ...(page.after && { ExclusiveStartKey: startKey(owner, page.after) }),
    }),
  );
  const ids = Items.map((item) => item.orderId as string);
  const orders = await readOrders({ ...table, consistent: false }, ids);
  return {
    orders: ids.flatMap((id) => orders.get(id) ?? []),
    ...(LastEvaluatedKey && { next: positionOf(LastEvaluatedKey.placed) }),
  };
}

function startKey(owner: string, position: Position) {
  return { owner, orderId: position.id, placed: positionKey(position) };
}
