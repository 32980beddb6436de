import type { JsonService, RequestBody, ServiceReply } from '../endpoint/service-reply.ts';
import type { CloudContext } from '../template/resource-type.ts';
import { createStore, type DynaliteError, type DynaliteStore, knowsAction, runAction } from './dynalite.ts';
import type { Item } from './item.ts';
import { refuseDeepNesting } from './nesting.ts';

/** DynamoDB without streams. */
export interface ItemStore extends JsonService {
  get(table: string, key: Item): Promise<Item | undefined>;
  /** Removes a table that was never finished: it holds nothing. */
  dropUnfinished(table: string): Promise<void>;
  close(): Promise<void>;
}

/** Another process has the data directory open. The message is one line. */
class DataDirectoryBusyError extends Error {
  override readonly name = 'DataDirectoryBusyError';
}

/** Opens dynalite, in memory or in the directory `path`. Rejects with `DataDirectoryBusyError`. */
export async function openItemStore(context: CloudContext, path?: string): Promise<ItemStore> {
  const store = createStore({ createTableMs: 0, ...(path !== undefined && { path }) });
  store.tableDb.awsRegion = context.region;
  store.tableDb.awsAccountId = context.accountId;
  await open(store, path);

  return {
    call: (action, body) => call(store, action, body),
    async get(table, key) {
      const { Item } = await runAction(store, 'GetItem', {
        TableName: table,
        Key: key,
        ConsistentRead: true,
      });
      return Item as Item | undefined;
    },
    dropUnfinished: (table) =>
      new Promise((resolve, reject) => {
        store.tableDb.del(table, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => store.lifecycleManager.gracefulClose(),
  };
}

async function open(store: DynaliteStore, path: string | undefined): Promise<void> {
  try {
    await store.db.open();
  } catch (error) {
    const { cause } = error as Error & { cause?: { code?: string } };
    if (cause?.code !== 'LEVEL_LOCKED') throw error;
    throw new DataDirectoryBusyError(
      `${path} is in use by another local cloud: stop it or choose another directory`,
    );
  }
}

async function call(store: DynaliteStore, action: string, body: RequestBody): Promise<ServiceReply> {
  if (!knowsAction(action)) return unknownOperation(action);
  const refusal = refuseDeepNesting(action, body);
  if (refusal) return refusal;
  try {
    return { status: 200, body: await runAction(store, action, body) };
  } catch (error) {
    const { statusCode, body: answer } = error as DynaliteError;
    if (statusCode === undefined) throw error;
    return { status: statusCode, body: answer };
  }
}

function unknownOperation(action: string): ServiceReply {
  const message = `The local cloud does not know the DynamoDB operation ${action}`;
  return { status: 400, body: { __type: 'com.amazon.coral.service#UnknownOperationException', message } };
}
