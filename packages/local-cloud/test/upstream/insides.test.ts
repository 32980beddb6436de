import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

/** Parts of packages that are used though the packages do not promise them: what a new version must still have. */
const folder = join(import.meta.dirname, '../..');
const require = createRequire(join(folder, 'package.json'));

function filesThatMatch(pattern: RegExp): string[] {
  const files = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' });
  return files.filter(
    (name) => name.endsWith('.ts') && pattern.test(readFileSync(join(folder, 'src', name), 'utf8')),
  );
}

it.each([
  ['dynalite', ['dynamodb/dynalite.ts']],
  ['fauxqs', ['sqs/fauxqs.ts']],
  ['oauth2-mock-server', []],
  ['ws', []],
  ['jose', []],
  ['valibot', []],
])('the insides of %s are used in %j alone', (name, files) => {
  expect(filesThatMatch(new RegExp(`['"\`]${name}/|import\\.meta\\.resolve\\('${name}`))).toEqual(files);
});

it.each(['dynalite', 'fauxqs'])('%s is pinned to one version', (name) => {
  const { dependencies } = require('./package.json');
  expect(dependencies[name]).toMatch(/^\d+\.\d+\.\d+$/);
});

describe('dynalite has', () => {
  it('a store in memory, with the calls that are made of it', async () => {
    const store = require('dynalite/db/index.js').create({ createTableMs: 0 });
    await store.db.open();
    onTestFinished(() => store.lifecycleManager.gracefulClose());
    Object.assign(store.tableDb, { awsRegion: 'eu-west-1', awsAccountId: '000000000000' });
    expect(typeof store.tableDb.del).toBe('function');
  });

  it('the size of an item, in bytes', () => {
    expect(require('dynalite/db/index.js').itemSize({ id: { S: 'four' } })).toBe(6);
  });

  it('checks of types and values, which refuse with what DynamoDB answers', () => {
    const { checkTypes, checkValidations } = require('dynalite/validations/index.js');
    const { types, custom } = require('dynalite/validations/getItem.js');
    expect(checkTypes({ TableName: 'links', Unknown: 1 }, types)).toEqual({ TableName: 'links' });
    const refused = expect(() => checkValidations({ TableName: 'x' }, types, custom, {}));
    refused.toThrow(
      expect.objectContaining({
        statusCode: 400,
        body: expect.objectContaining({ message: expect.any(String) }),
      }),
    );
  });

  it.each([
    'batchGetItem',
    'batchWriteItem',
    'createTable',
    'deleteItem',
    'describeTable',
    'describeTimeToLive',
    'getItem',
    'listTables',
    'putItem',
    'query',
    'scan',
    'updateItem',
  ])('%s as a function of store, request and callback', (action) => {
    expect(require(`dynalite/actions/${action}.js`)).toHaveLength(3);
    expect(require(`dynalite/validations/${action}.js`).types).toBeTypeOf('object');
  });
});

describe('fauxqs has, behind what it exports,', () => {
  const part = (path: string) => import(new URL(path, import.meta.resolve('fauxqs')).href);

  it('three stores that need no server', async () => {
    const [{ SqsStore }, { SnsStore }, { S3Store }] = await Promise.all([
      part('sqs/sqsStore.js'),
      part('sns/snsStore.js'),
      part('s3/s3Store.js'),
    ]);
    expect([...new SqsStore().allQueues()]).toEqual([]);
    expect([new SnsStore(), new S3Store()]).toHaveLength(2);
  });

  it('a store in SQLite, whose messages can be shown again by the statement of ours', async () => {
    const { PersistenceManager } = await part('persistence.js');
    const directory = await mkdtemp(join(tmpdir(), 'fauxqs-'));
    const persistence = new PersistenceManager(directory);
    onTestFinished(async () => {
      persistence.close();
      await rm(directory, { recursive: true });
    });
    expect(persistence.load).toHaveLength(3);
    expect(persistence.updateMessageReady).toBeTypeOf('function');
    const columns = persistence.db.prepare('PRAGMA table_info(sqs_messages)').all();
    expect(columns.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['message_id', 'receipt_handle', 'visibility_deadline']),
    );
  });

  it('a map of the uploads that are not complete', async () => {
    const { S3Store } = await part('s3/s3Store.js');
    const store = new S3Store();
    store.createBucket('files');
    const id = store.createMultipartUpload('files', 'key');
    expect([...store.multipartUploads.values()]).toMatchObject([
      { uploadId: id, bucket: 'files', key: 'key', parts: new Map(), initiated: expect.any(Date) },
    ]);
  });

  it('maps of topics and subscriptions, and delivers to none that is not confirmed', async () => {
    const [{ SnsStore }, { SqsStore }, { publish }] = await Promise.all([
      part('sns/snsStore.js'),
      part('sqs/sqsStore.js'),
      part('sns/actions/publish.js'),
    ]);
    const [sns, sqs] = [new SnsStore(), new SqsStore()];
    const queue = sqs.createQueue('inbox', 'http://x/inbox', 'arn:inbox', {});
    const attributes = {};
    sns.topics.set('arn:topic', {
      arn: 'arn:topic',
      name: 'topic',
      attributes,
      subscriptionArns: ['arn:sub'],
    });
    const subscription = { arn: 'arn:sub', protocol: 'sqs', endpoint: 'arn:inbox', attributes };
    const published = (confirmed: boolean) => {
      sns.subscriptions.set('arn:sub', { ...subscription, confirmed });
      publish({ TopicArn: 'arn:topic', Message: 'hello' }, sns, sqs);
      return queue.getAttribute('ApproximateNumberOfMessages');
    };
    expect([published(false), published(true)]).toEqual(['0', '1']);
  });
});
