import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonService, RequestBody, ServiceReply } from '../endpoint/service-reply.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';
import type { CloudContext } from '../template/resource-type.ts';
import { type WatchDisk, watchNothing } from '../watch-disk.ts';
import { createCapturedWrites } from './captured-writes.ts';
import { ensureTable } from './ensure-table.ts';
import { expireItems } from './expiry.ts';
import { openItemStore } from './item-store.ts';
import { noJournal, openJournal } from './journal.ts';
import { streamArn, streamLabel } from './resources.ts';
import type { StreamRecord } from './stream-record.ts';
import { createStreamsApi } from './streams-api.ts';
import { type TableInfo, tableDefinition, tableInfo } from './table-definition.ts';
import { createTableStreams } from './table-streams.ts';

interface StartTablesOptions {
  /** Tables of the template. */
  readonly tables: readonly Pick<ResolvedResource, 'ref' | 'properties'>[];
  readonly context: CloudContext;
  /** Without it everything is in memory. */
  readonly dataDir?: string | undefined;
  /** Is told of trouble with its disk. */
  readonly watch?: WatchDisk | undefined;
}

export interface Tables extends JsonService {
  /** The DynamoDB Streams API. */
  readonly streams: JsonService;
  /** Calls the listener at once for every new record; returns how to stop. */
  onRecord(streamArn: string, listener: (record: StreamRecord, shardId: string) => void): () => void;
  /** Removes what has expired by `at` from all tables; how many items. Runs by itself every 10 minutes. */
  expire(at?: Date): Promise<number>;
  close(): Promise<void>;
}

const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

/** AWS says "within a few days". */
const expiryIntervalMs = 10 * 60 * 1000;

/** DynamoDB with the tables of the template. Rejects with `DataDirectoryBusyError` or `TableChangedError`. */
export async function startTables({
  tables,
  context,
  dataDir,
  watch = watchNothing,
}: StartTablesOptions): Promise<Tables> {
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const store = watch(await openItemStore(context, dataDir && join(dataDir, 'tables')));
  const journal = dataDir === undefined ? noJournal : watch(openJournal(join(dataDir, 'streams.sqlite')));
  const streams = createTableStreams(context, journal);
  const known = new Map<string, TableInfo>();
  const captured = createCapturedWrites({ store, tables: known, streams, journal });

  try {
    await prepare();
  } catch (error) {
    await close();
    throw error;
  }
  let expiring = Promise.resolve(0);
  const expiry = setInterval(() => {
    expiring = expire(new Date());
  }, expiryIntervalMs).unref();

  return {
    call,
    streams: createStreamsApi(streams),
    onRecord: streams.onRecord,
    expire: (at = new Date()) => expire(at),
    async close() {
      clearInterval(expiry);
      await expiring;
      await close();
    },
  };

  async function prepare(): Promise<void> {
    for (const resource of tables) {
      const definition = tableDefinition(resource);
      await ensureTable(store, definition);
      const info = tableInfo(definition, resource);
      known.set(info.name, info);
      streams.add(info);
    }
    streams.restore();
    await captured.recover();
  }

  async function close(): Promise<void> {
    await store.close();
    journal.close();
  }

  async function call(action: string, body: RequestBody): Promise<ServiceReply> {
    if (writes.includes(action)) return await captured.write(action, body);
    const reply = await store.call(action, body);
    return action === 'DescribeTable' ? withStream(reply) : reply;
  }

  async function expire(at: Date): Promise<number> {
    const counts = await Promise.all(
      [...known.values()].map((table) => expireItems(table, at, store, captured)),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  function withStream(reply: ServiceReply): ServiceReply {
    const { Table } = reply.body as { Table?: { TableName: string } };
    const viewType = known.get(Table?.TableName ?? '')?.viewType;
    if (Table === undefined || viewType === undefined) return reply;
    const stream = {
      StreamSpecification: { StreamEnabled: true, StreamViewType: viewType },
      LatestStreamArn: streamArn(Table.TableName, context),
      LatestStreamLabel: streamLabel,
    };
    return { ...reply, body: { Table: { ...Table, ...stream } } };
  }
}
