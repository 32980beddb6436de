import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../../src/dynamodb/item.ts';
import { openItemStore } from '../../src/dynamodb/item-store.ts';
import { openJournal } from '../../src/dynamodb/journal.ts';
import { streamArn } from '../../src/dynamodb/resources.ts';
import { startTables, type Tables } from '../../src/dynamodb/start-tables.ts';
import type { StreamRecord } from '../../src/dynamodb/stream-record.ts';
import { killedContext as context, killedTables } from './killed-tables.ts';

const table = 'App-Events';
const StreamArn = streamArn(table, context);

let dataDir: string;
let tables: Tables | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tables-'));
});

afterEach(async () => {
  await shut();
  await rm(dataDir, { recursive: true });
});

describe('a data directory', () => {
  it('keeps items and stream records, and goes on counting sequence numbers', async () => {
    await open();
    await put({ pk: { S: 'a' }, n: { N: '1' } });
    await shut();

    await open();
    await put({ pk: { S: 'a' }, n: { N: '2' } });
    expect(await items()).toEqual([{ pk: { S: 'a' }, n: { N: '2' } }]);
    const records = await allRecords();
    expect(records.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY']);
    const [first, second] = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
    expect(String(second) > String(first)).toBe(true);
  });

  it('belongs to one local cloud at a time', async () => {
    await open();
    const another = startTables({ tables: killedTables, context, dataDir });
    await expect(another).rejects.toMatchObject({
      name: 'DataDirectoryBusyError',
      message: /in use by another/,
    });
  });

  it('refuses a template that defines the table differently', async () => {
    await open();
    await shut();
    const [resource] = killedTables;
    const KeySchema = [{ AttributeName: 'parity', KeyType: 'HASH' }];
    const changed = [
      { ...resource, properties: { ...resource?.properties, KeySchema } },
    ] as typeof killedTables;
    await expect(startTables({ tables: changed, context, dataDir })).rejects.toMatchObject({
      name: 'TableChangedError',
    });
    await open();
  });
});

describe('a process killed in the middle of writing', () => {
  it('leaves no change without its record and no record without its change', async () => {
    for (const delay of [20, 60]) {
      await writeUntilKilled(delay);
      await open();
      const counts = (await items()).map(({ pk, n }) => [pk?.S, n?.N]);
      const told = (await allRecords()).map(({ dynamodb }) => [dynamodb.Keys.pk?.S, dynamodb.NewImage?.n?.N]);

      expect(counts).toHaveLength(8);
      for (const [id, count] of counts) {
        const own = told.filter(([key]) => key === id).map(([, n]) => Number(n));
        expect(own).toEqual(Array.from({ length: Number(count) }, (_, index) => index + 1));
      }
      expect((await indexed()).toSorted(byKey)).toEqual((await items()).toSorted(byKey));
      await shut();
    }
  }, 20_000);

  it('finishes a write that had reached the table but not the stream', async () => {
    await crashed(async (journal) => {
      journal.begin(intentOf({ pk: { S: 'a' }, n: { N: '1' } }));
      const store = await openItemStore(context, join(dataDir, 'tables'));
      await store.call('PutItem', { TableName: table, Item: { pk: { S: 'a' }, n: { N: '1' } } });
      await store.close();
    });
    expect(
      (await allRecords()).map(({ eventName, dynamodb }) => [eventName, dynamodb.NewImage?.n?.N]),
    ).toEqual([['INSERT', '1']]);
  });

  it('repeats a write that had not reached the table', async () => {
    await crashed((journal) => {
      journal.begin(intentOf({ pk: { S: 'a' }, parity: { S: 'odd' } }));
    });
    expect(await items()).toEqual([{ pk: { S: 'a' }, parity: { S: 'odd' } }]);
    expect(await indexed()).toEqual(await items());
    expect(await allRecords()).toHaveLength(1);
  });

  it('forgets what it has finished', async () => {
    await crashed((journal) => {
      journal.begin(intentOf({ pk: { S: 'a' }, n: { N: '1' } }));
    });
    await tables?.call('DeleteItem', { TableName: table, Key: { pk: { S: 'a' } } });
    await shut();
    await open();
    expect(await items()).toEqual([]);
    expect((await allRecords()).map(({ eventName }) => eventName)).toEqual(['INSERT', 'REMOVE']);
  });
});

async function open(): Promise<void> {
  tables = await startTables({ tables: killedTables, context, dataDir });
}

async function shut(): Promise<void> {
  const open = tables;
  tables = undefined;
  await open?.close();
}

/** Makes the tables, does to the closed files what a killed process may have done, and opens them again. */
async function crashed(
  damage: (journal: ReturnType<typeof openJournal>) => void | Promise<void>,
): Promise<void> {
  await open();
  await shut();
  const journal = openJournal(join(dataDir, 'streams.sqlite'));
  await damage(journal);
  journal.close();
  await open();
}

function intentOf(Item: Item) {
  const targets = [{ table, key: { pk: Item.pk ?? {} }, before: undefined }];
  return { action: 'PutItem', body: { TableName: table, Item }, expired: false, targets };
}

async function writeUntilKilled(delayMs: number): Promise<void> {
  const script = new URL('./write-until-killed.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  setTimeout(() => child.kill('SIGKILL'), delayMs);
  await once(child, 'exit');
}

async function put(Item: Item): Promise<void> {
  await tables?.call('PutItem', { TableName: table, Item });
}

function items(): Promise<Item[]> {
  return scan({ TableName: table });
}

function indexed(): Promise<Item[]> {
  return scan({ TableName: table, IndexName: 'byParity' });
}

async function scan(request: { TableName: string; IndexName?: string }): Promise<Item[]> {
  const { body } = (await tables?.call('Scan', request)) ?? {};
  return (body as { Items: Item[] }).Items;
}

async function allRecords(): Promise<StreamRecord[]> {
  const { StreamDescription } = await ask<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
    'DescribeStream',
    {
      StreamArn,
    },
  );
  return (await Promise.all(StreamDescription.Shards.map(({ ShardId }) => recordsOf(ShardId)))).flat();
}

async function recordsOf(ShardId: string): Promise<StreamRecord[]> {
  const request = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
  const records: StreamRecord[] = [];
  let { ShardIterator } = await ask<{ ShardIterator: string }>('GetShardIterator', request);
  for (;;) {
    const page = await ask<{ Records: StreamRecord[]; NextShardIterator: string }>('GetRecords', {
      ShardIterator,
    });
    if (page.Records.length === 0) return records;
    records.push(...page.Records);
    ShardIterator = page.NextShardIterator;
  }
}

async function ask<Reply>(action: string, body: Record<string, unknown>): Promise<Reply> {
  return (await tables?.streams.call(action, body))?.body as Reply;
}

function byKey(one: Item, other: Item): number {
  return String(one.pk?.S).localeCompare(String(other.pk?.S));
}
