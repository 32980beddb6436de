import type { IncomingHttpHeaders } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import { type BuildAppOptions, buildApp } from 'fauxqs';
import { type WatchDisk, watchNothing } from '../watch-disk.ts';

type Stores = NonNullable<BuildAppOptions['stores']>;
type QueueStore = Stores['sqsStore'];
type BucketStore = Stores['s3Store'];
type TopicStore = Stores['snsStore'];

export interface Fauxqs {
  readonly store: QueueStore;
  readonly buckets: BucketStore;
  readonly topics: TopicStore;
  /** Multipart uploads that are not complete. */
  uploads(): readonly Upload[];
  /** Calls an SQS action in this process. */
  call(
    action: string,
    body: object,
  ): Promise<{ status: number; headers: Record<string, string>; body: unknown }>;
  /** Calls SNS in this process, with the parameters of its Query protocol. */
  query(params: Readonly<Record<string, string>>): Promise<BytesReply>;
  /** Asks S3 in this process. */
  request(request: {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
    readonly payload: Buffer;
  }): Promise<BytesReply>;
  close(): Promise<void>;
}

type Upload = Parameters<BucketStore['restoreMultipartUpload']>[0];

interface BytesReply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: undefined;
  readonly bytes: Buffer;
}

/**
 * fauxqs in this process, in memory or kept in the directory `dataDir`. Its own `startFauxqs` listens on every network
 * interface of the machine, so it is put together here from the same parts without any port.
 */
export async function openFauxqs(
  region: string,
  dataDir?: string,
  watch: WatchDisk = watchNothing,
): Promise<Fauxqs> {
  const stores = await createStores();
  const persistence = dataDir === undefined ? undefined : await openPersistence(dataDir, stores, watch);
  const app = buildApp({ logger: false, defaultRegion: region, stores });
  takeLargeBodies(app);

  return {
    store: stores.sqsStore,
    buckets: stores.s3Store,
    topics: stores.snsStore,
    uploads() {
      const { multipartUploads } = stores.s3Store as unknown as { multipartUploads: Map<string, Upload> };
      return [...multipartUploads.values()];
    },
    async call(action, body) {
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` };
      const reply = await app.inject({ method: 'POST', url: '/', headers, payload: JSON.stringify(body) });
      const queryError = reply.headers['x-amzn-query-error'];
      return {
        status: reply.statusCode,
        headers: queryError === undefined ? {} : { 'x-amzn-query-error': String(queryError) },
        body: reply.json(),
      };
    },
    async query(params) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const payload = new URLSearchParams(params).toString();
      const reply = await app.inject({ method: 'POST', url: '/', headers, payload });
      return {
        status: reply.statusCode,
        headers: { 'content-type': 'text/xml' },
        body: undefined,
        bytes: reply.rawPayload,
      };
    },
    async request({ method, url, headers, payload }) {
      const { host, ...own } = headers;
      const reply = await app.inject({ method: method as 'GET', url, headers: own, payload });
      // The length of an object whose head alone was asked for is the object's.
      const { connection, 'content-length': length, ...others } = reply.headers;
      const isHead = method === 'HEAD' && length !== undefined;
      const given = isHead ? { ...others, 'content-length': length } : others;
      return {
        status: reply.statusCode,
        headers: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])),
        body: undefined,
        bytes: reply.rawPayload,
      };
    },
    async close() {
      await app.close();
      persistence?.close();
    },
  };
}

/**
 * fauxqs takes 11 MiB, copied into a new buffer. The endpoint knows what is too large, and a body of this process comes as the
 * one chunk that it is.
 */
function takeLargeBodies(app: ReturnType<typeof buildApp>): void {
  app.removeContentTypeParser('*');
  app.addContentTypeParser('*', async (_request: unknown, payload: AsyncIterable<Buffer>) => {
    const chunks = await Array.fromAsync(payload);
    return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
  });
}

interface Persistence {
  readonly db: Pick<DatabaseSync, 'exec' | 'prepare'>;
  updateMessageReady(messageId: string): void;
  load(...stores: [Stores['sqsStore'], Stores['snsStore'], Stores['s3Store']]): void;
  close(): void;
}

async function createStores(): Promise<Stores> {
  const [{ SqsStore }, { SnsStore }, { S3Store }] = await Promise.all([
    part<{ SqsStore: new () => Stores['sqsStore'] }>('sqs/sqsStore.js'),
    part<{ SnsStore: new () => Stores['snsStore'] }>('sns/snsStore.js'),
    part<{ S3Store: new () => Stores['s3Store'] }>('s3/s3Store.js'),
  ]);
  return { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
}

async function openPersistence(
  dataDir: string,
  { sqsStore, snsStore, s3Store }: Stores,
  watch: WatchDisk,
): Promise<Persistence> {
  const { PersistenceManager } = await part<{ PersistenceManager: new (dir: string) => Persistence }>(
    'persistence.js',
  );
  const persistence = new PersistenceManager(dataDir);
  // A killed process loses nothing without the sync that costs milliseconds per message; a power cut may.
  persistence.db.exec('PRAGMA synchronous = NORMAL');
  keepReceiveCounts(persistence);
  // Loading comes before linking: linked stores would write back what they load.
  persistence.load(sqsStore, snsStore, s3Store);
  const link = watch(persistence) as unknown as NonNullable<QueueStore['persistence']>;
  sqsStore.persistence = link;
  for (const queue of sqsStore.allQueues()) queue.persistence = link;
  s3Store.persistence = link as unknown as NonNullable<BucketStore['persistence']>;
  return persistence;
}

/**
 * fauxqs 2.4.1 writes null as the receive count of a message that is shown again before its time. Its own schema refuses
 * that, after the message was taken from the list of those in flight: it is gone until the next start.
 */
function keepReceiveCounts(persistence: Persistence): void {
  const show = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => void show.run(messageId);
}

/** A module that fauxqs does not export; the version of fauxqs is pinned. */
async function part<Module>(path: string): Promise<Module> {
  return (await import(new URL(path, import.meta.resolve('fauxqs')).href)) as Module;
}
