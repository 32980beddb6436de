import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ItemStore } from './item-store.ts';
import { type TableDefinition, tableShape } from './table-definition.ts';

/** The data directory holds a table that the template now defines differently. The message is one line. */
class TableChangedError extends Error {
  override readonly name = 'TableChangedError';
}

/** Creates the table unless it is there already. Rejects with `TableChangedError`. */
export async function ensureTable(store: ItemStore, definition: TableDefinition): Promise<void> {
  const { TableName } = definition;
  const existing = await describe(store, TableName);
  if (existing?.TableStatus === 'ACTIVE') return requireSameShape(existing, definition);
  if (existing !== undefined) await store.dropUnfinished(TableName);
  const { status, body } = await store.call('CreateTable', { ...definition });
  if (status !== 200) throw new Error(`cannot create table ${TableName}: ${JSON.stringify(body)}`);
  while ((await describe(store, TableName))?.TableStatus !== 'ACTIVE') await setImmediate();
}

type Description = TableDefinition & { readonly TableStatus: string };

async function describe(store: ItemStore, table: string): Promise<Description | undefined> {
  const { body } = await store.call('DescribeTable', { TableName: table });
  return (body as { Table?: Description }).Table;
}

function requireSameShape(existing: Description, definition: TableDefinition): void {
  if (isDeepStrictEqual(tableShape(existing), tableShape(definition))) return;
  const problem = `the template defines table ${definition.TableName} differently from the one in the data directory`;
  throw new TableChangedError(`${problem}: empty the directory or choose another`);
}
