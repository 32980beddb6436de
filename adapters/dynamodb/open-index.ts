import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** One of the orders table's indexes that hold an order only while it is open. */
export interface OpenIndex {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly indexName: string;
}
