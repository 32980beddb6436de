import { startTables } from '../../src/dynamodb/start-tables.ts';
import { killedContext, killedTables } from './killed-tables.ts';

// A local cloud's tables in a process of their own, written to without a pause until somebody kills it.
const tables = await startTables({
  tables: killedTables,
  context: killedContext,
  dataDir: String(process.argv[2]),
});
const ids = Array.from({ length: 8 }, (_, index) => `item-${index}`);
await Promise.all(ids.map(count));
process.stdout.write('writing\n');
await Promise.all(ids.map(countOn));

async function countOn(id: string): Promise<never> {
  for (;;) await count(id);
}

async function count(id: string): Promise<void> {
  await tables.call('UpdateItem', {
    TableName: 'App-Events',
    Key: { pk: { S: id } },
    UpdateExpression: 'ADD n :one SET #parity = :parity',
    ExpressionAttributeNames: { '#parity': 'parity' },
    ExpressionAttributeValues: { ':one': { N: '1' }, ':parity': { S: String(Math.random()) } },
  });
}
