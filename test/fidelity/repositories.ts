import { randomUUID } from 'node:crypto';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoDbConnectionRepository } from '../../adapters/dynamodb/connection-repository.ts';
import { dynamoDbOpenOrders } from '../../adapters/dynamodb/open-orders.ts';
import { dynamoDbOrderRepository } from '../../adapters/dynamodb/order-repository.ts';
import { dynamoDbOverdueOrders } from '../../adapters/dynamodb/overdue-orders.ts';
import { connectionRepositoryContract } from '../contracts/connection-repository-contract.ts';
import { openOrdersContract } from '../contracts/open-orders-contract.ts';
import { orderRepositoryContract } from '../contracts/order-repository-contract.ts';
import { overdueOrdersContract } from '../contracts/overdue-orders-contract.ts';
import { definitions, tableNames } from './tables.ts';
import type { Target } from './targets.ts';

/** What our adapters promise the domain. */
export function describeRepositories({ name, dynamodb }: Target): void {
  const client = DynamoDBDocumentClient.from(dynamodb);
  const ordersIn = (tableName: string) =>
    dynamoDbOrderRepository({ client, tableName, byOwnerIndex: 'byOwner' });

  orderRepositoryContract(`on ${name}`, () => ordersIn(tableNames.orders));
  openOrdersContract(`on ${name}`, () => {
    const tableName = tableNames.orders;
    return {
      orders: ordersIn(tableName),
      open: dynamoDbOpenOrders({ client, tableName, indexName: 'openByOwner', consistent: true }),
    };
  });
  connectionRepositoryContract(`on ${name}`, () =>
    dynamoDbConnectionRepository(client, tableNames.connections, 'coffee'),
  );
  overdueOrdersContract(`on ${name}`, async () => {
    const tableName = await anotherOrdersTable();
    const overdue = dynamoDbOverdueOrders({ client, tableName, indexName: 'openByDeadline' });
    return { orders: ordersIn(tableName), overdue };
  });

  async function anotherOrdersTable(): Promise<string> {
    const TableName = `${tableNames.orders}-${randomUUID()}`;
    const definition = definitions.find((one) => one.TableName === tableNames.orders);
    await dynamodb.send(new CreateTableCommand({ ...definition, TableName } as typeof definition & object));
    return TableName;
  }
}
