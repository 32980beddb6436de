import { createReadStream } from 'node:fs';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { s3FileStore } from '../../adapters/s3/file-store.ts';
import { partBytes } from '../../adapters/s3/parts-of.ts';

const client = new S3Client({ region: 'eu-central-1' });
const s3 = mockClient(client);
const store = s3FileStore(client, 'results');
const run = { orderId: 'order', fence: 7 };
const about = { name: "Anna's report.pdf", contentType: 'application/pdf' };
const at = { Bucket: 'results', Key: 'order/7' };
const never = new AbortController().signal;

async function* chunksOf(...sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const size of sizes) yield new Uint8Array(size);
}

beforeEach(() => {
  s3.reset();
  s3.on(ListMultipartUploadsCommand).resolves({});
  s3.on(ListObjectsV2Command).resolves({});
  s3.on(PutObjectCommand).resolves({});
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'upload' });
  s3.on(UploadPartCommand).callsFake(({ PartNumber }) => ({ ETag: `"${PartNumber}"` }));
  s3.on(CompleteMultipartUploadCommand).resolves({});
  s3.on(AbortMultipartUploadCommand).resolves({});
  s3.on(DeleteObjectCommand).resolves({});
});

describe('a file', () => {
  it('of one part is put at once, under the run’s own key, with the name that it is saved as', async () => {
    const stored = await store.store(run, { ...about, body: chunksOf(3, 4) }, never);
    expect(stored).toEqual({ key: 'order/7', ...about, bytes: 7 });
    expect(s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input)).toEqual([
      {
        ...at,
        ContentType: 'application/pdf',
        ContentDisposition: "inline; filename*=UTF-8''Anna%27s%20report.pdf",
        Body: Buffer.alloc(7),
      },
    ]);
    expect(s3.commandCalls(CreateMultipartUploadCommand)).toEqual([]);
  });

  it('may be empty', async () => {
    expect(await store.store(run, { ...about, body: chunksOf() }, never)).toMatchObject({ bytes: 0 });
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(1);
  });

  it('of more is uploaded in parts of one size, whatever the sizes of its chunks', async () => {
    const sizes = [1, 2 * partBytes, partBytes - 1, 5];
    const stored = await store.store(run, { ...about, body: chunksOf(...sizes) }, never);
    expect(stored.bytes).toBe(3 * partBytes + 5);
    const parts = s3.commandCalls(UploadPartCommand).map(({ args }) => args[0].input);
    expect(parts.map(({ Body }) => (Body as Uint8Array).length)).toEqual([
      partBytes,
      partBytes,
      partBytes,
      5,
    ]);
    expect(s3.commandCalls(CompleteMultipartUploadCommand)[0]?.args[0].input).toEqual({
      ...at,
      UploadId: 'upload',
      MultipartUpload: { Parts: [1, 2, 3, 4].map((n) => ({ PartNumber: n, ETag: `"${n}"` })) },
    });
    expect(s3.commandCalls(AbortMultipartUploadCommand)).toEqual([]);
  });
});

describe('nothing is left of a file (fault 62)', () => {
  const left = () => [
    s3.commandCalls(AbortMultipartUploadCommand).map(({ args }) => args[0].input),
    s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input),
  ];

  it('whose maker fails half way, with what it failed', async () => {
    async function* broken() {
      yield* chunksOf(3 * partBytes);
      throw new Error('no paper');
    }
    await expect(store.store(run, { ...about, body: broken() }, never)).rejects.toThrow('no paper');
    expect(left()).toEqual([[{ ...at, UploadId: 'upload' }], [at]]);
  });

  it('whose upload fails, though the cleaning up fails, too', async () => {
    s3.on(CompleteMultipartUploadCommand).rejects(new Error('InternalError'));
    s3.on(AbortMultipartUploadCommand).rejects(new Error('NoSuchUpload'));
    s3.on(DeleteObjectCommand).rejects(new Error('InternalError'));
    const storing = store.store(run, { ...about, body: chunksOf(2 * partBytes) }, never);
    await expect(storing).rejects.toThrow('InternalError');
    expect(left()).toEqual([[{ ...at, UploadId: 'upload' }], [at]]);
  });

  it('when the run is over, be the maker asleep for ever', async () => {
    const run7 = new AbortController();
    async function* asleep() {
      yield* chunksOf(3 * partBytes);
      run7.abort();
      await new Promise(() => {});
    }
    await expect(store.store(run, { ...about, body: asleep() }, run7.signal)).rejects.toThrow('abort');
    expect(left()).toEqual([[{ ...at, UploadId: 'upload' }], [at]]);
  });
});

it('the maker of a file is closed when the upload cannot begin', async () => {
  s3.on(CreateMultipartUploadCommand).rejects(new Error('AccessDenied'));
  let isClosed = false;
  async function* open() {
    try {
      yield* chunksOf(3 * partBytes, 1);
    } finally {
      isClosed = true;
    }
  }
  await expect(store.store(run, { ...about, body: open() }, never)).rejects.toThrow('AccessDenied');
  expect(isClosed).toBe(true);
});

it('a stream of Node that cannot be opened fails its own run alone', async () => {
  const body = createReadStream('/there/is/no/such/file');
  await expect(store.store(run, { ...about, body }, never)).rejects.toThrow('ENOENT');
});

it('what older runs of the order have left is removed, and nothing of newer ones, one of them ending just now', async () => {
  s3.on(ListMultipartUploadsCommand, { Bucket: 'results', Prefix: 'order/' }).resolves({
    Uploads: [
      { Key: 'order/3', UploadId: 'three' },
      { Key: 'order/12', UploadId: 'twelve' },
    ],
  });
  s3.on(ListObjectsV2Command, { Bucket: 'results', Prefix: 'order/' }).resolves({
    Contents: [{ Key: 'order/5' }, { Key: 'order/10' }],
  });
  s3.on(AbortMultipartUploadCommand).rejects(new Error('NoSuchUpload'));
  await store.removeOlder(run);
  expect(s3.commandCalls(AbortMultipartUploadCommand).map(({ args }) => args[0].input)).toEqual([
    { Bucket: 'results', Key: 'order/3', UploadId: 'three' },
  ]);
  expect(s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input)).toEqual([
    { Bucket: 'results', Key: 'order/5' },
  ]);
});
