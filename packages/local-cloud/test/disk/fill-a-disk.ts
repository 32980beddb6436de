import { join } from 'node:path';
import { openItemStore } from '../../src/dynamodb/item-store.ts';
import { openJournal } from '../../src/dynamodb/journal.ts';
import { openCheckpoints } from '../../src/event-sources/stream/checkpoint-store.ts';
import { openFauxqs } from '../../src/sqs/fauxqs.ts';
import { type WatchDisk, watchDisk } from '../../src/watch-disk.ts';
import { context } from '../endpoint/data-plane.ts';

/** `node fill-a-disk.ts STORE DIR`: writes to what is kept of `npm start -- --data DIR` until it takes no more, and says why. */
const [name = '', directory = ''] = process.argv.slice(2);

type Write = (n: number) => unknown;

const text = 'x'.repeat(50_000);

const stores: Record<string, (watch: WatchDisk) => Promise<Write>> = {
  async tables(watch) {
    const store = watch(await openItemStore(context, join(directory, 'tables')));
    const id = { AttributeName: 'id' };
    const definition = {
      KeySchema: [{ ...id, KeyType: 'HASH' }],
      AttributeDefinitions: [{ ...id, AttributeType: 'S' }],
    };
    await store.call('CreateTable', { TableName: 'Jobs', BillingMode: 'PAY_PER_REQUEST', ...definition });
    return (n) =>
      store.call('PutItem', { TableName: 'Jobs', Item: { id: { S: String(n) }, text: { S: text } } });
  },
  async streams(watch) {
    const journal = watch(openJournal(join(directory, 'streams.sqlite')));
    return () => journal.begin({ action: 'PutItem', body: { text }, expired: false, targets: [] });
  },
  async queues(watch) {
    const { store, call } = await openFauxqs('us-east-1', directory, watch);
    const queue = store.createQueue(
      'Jobs',
      'http://localhost/000000000000/Jobs',
      'arn:aws:sqs:us-east-1:000000000000:Jobs',
    );
    return () => call('SendMessage', { QueueUrl: queue.url, MessageBody: text });
  },
  async checkpoints(watch) {
    const checkpoints = openCheckpoints(directory, watch).of('mapping');
    return (n) => checkpoints.set(`${n} ${text}`, '1');
  },
};

const watch = watchDisk(directory, ({ message }) => {
  console.log(message);
  process.exit(0);
});
const write = await stores[name]?.(watch);
for (let n = 0; n < 1000; n += 1) await write?.(n);
throw new Error('there is always room');
