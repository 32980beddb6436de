import type { RequestBody } from '../endpoint/service-reply.ts';
import { type Item, keyOf } from './item.ts';
import type { TableInfo } from './table-definition.ts';

export interface WriteTarget {
  readonly table: TableInfo;
  readonly key: Item;
}

/** The items that a write may change. What is malformed is left out: DynamoDB refuses such a request as a whole. */
export function writeTargets(
  action: string,
  body: RequestBody,
  tables: ReadonlyMap<string, TableInfo>,
): WriteTarget[] {
  return writesOf(action, body).flatMap(({ tableName, item }) => {
    const table = tables.get(String(tableName));
    if (table === undefined || typeof item !== 'object' || item === null) return [];
    const key = keyOf(item as Item, table.keyNames);
    return Object.keys(key).length === table.keyNames.length ? [{ table, key }] : [];
  });
}

interface Write {
  readonly tableName: unknown;
  /** The whole item, or its key. */
  readonly item: unknown;
}

function writesOf(action: string, body: RequestBody): Write[] {
  if (action === 'PutItem') return [{ tableName: body.TableName, item: body.Item }];
  if (action === 'BatchWriteItem') return batchedWrites(body);
  return [{ tableName: body.TableName, item: body.Key }];
}

function batchedWrites(body: RequestBody): Write[] {
  return Object.entries(Object(body.RequestItems)).flatMap(([tableName, requests]) =>
    [requests].flat().map((request) => {
      const { PutRequest, DeleteRequest } = Object(request);
      return { tableName, item: PutRequest?.Item ?? DeleteRequest?.Key };
    }),
  );
}
