import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DataPlane, startDataPlane } from './data-plane.ts';

const bucket = 'app-files';
const files = 'arn:aws:s3:::app-files';
const allow = (Action: unknown, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
const role = (...Statement: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
    Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }],
  },
});

const template = {
  Resources: {
    Files: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketEncryption: { ServerSideEncryptionConfiguration: [] },
        CorsConfiguration: {
          CorsRules: [
            {
              AllowedOrigins: ['https://*.example'],
              AllowedMethods: ['GET', 'PUT'],
              AllowedHeaders: ['content-*'],
              ExposedHeaders: ['ETag'],
              MaxAge: 60,
            },
          ],
        },
      },
    },
    Policy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Files' },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: { AWS: '*' },
              Action: 's3:*',
              Resource: [files, `${files}/*`],
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
            { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `${files}/secret/*` },
          ],
        },
      },
    },
    Writer: role(allow(['s3:PutObject', 's3:AbortMultipartUpload'], `${files}/reports/*`)),
    Reader: role(allow('s3:GetObject', `${files}/*`), allow('s3:ListBucket', files)),
  },
  Outputs: { Files: { Value: { Ref: 'Files' } } },
};

let plane: DataPlane;
let root: S3Client;

beforeAll(async () => {
  plane = await startDataPlane({ template });
  root = plane.clientsOf('root').s3;
});
afterAll(() => plane.close());

const put = (Key: string, Body: string | Uint8Array, client = root) =>
  client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'text/plain' }));
const get = async (Key: string, more: { Range?: string } = {}, client = root) => {
  const { Body, ContentRange, ContentType } = await client.send(
    new GetObjectCommand({ Bucket: bucket, Key, ...more }),
  );
  return { text: await Body?.transformToString(), ContentRange, ContentType };
};
const list = async (Prefix: string) => {
  const { Contents = [] } = await root.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
  return Contents.map(({ Key }) => Key);
};

describe('a bucket of the template', () => {
  it('keeps objects, also of odd names, and gives ranges of them', async () => {
    expect(plane.outputs.Files).toBe(bucket);
    const key = 'odd/a b+c ☕ %25 (1).txt';
    await put(key, 'flat white');
    expect(await get(key)).toEqual({
      text: 'flat white',
      ContentType: 'text/plain',
      ContentRange: undefined,
    });
    expect(await get(key, { Range: 'bytes=5-' })).toMatchObject({
      text: 'white',
      ContentRange: 'bytes 5-9/10',
    });
    await expect(get(key, { Range: 'bytes=50-' })).rejects.toMatchObject({ name: 'InvalidRange' });
    expect(await root.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).toMatchObject({
      ContentLength: 10,
    });
    await root.send(
      new CopyObjectCommand({
        Bucket: bucket,
        Key: 'odd/copy',
        CopySource: `${bucket}/${encodeURIComponent(key)}`,
      }),
    );
    expect(await list('odd/')).toEqual([key, 'odd/copy']);
    await root.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: key }, { Key: 'odd/copy' }] } }),
    );
    expect(await list('odd/')).toEqual([]);
    await expect(get(key)).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(root.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('takes an object in parts, and forgets one that was aborted', async () => {
    const at = { Bucket: bucket, Key: 'parts' };
    const { UploadId } = await root.send(new CreateMultipartUploadCommand(at));
    const parts = ['a'.repeat(5 * 1024 * 1024), 'end'];
    const etags = [];
    for (const [n, Body] of parts.entries()) {
      const { ETag } = await root.send(new UploadPartCommand({ ...at, UploadId, PartNumber: n + 1, Body }));
      etags.push({ ETag, PartNumber: n + 1 });
    }
    await root.send(
      new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts: etags } }),
    );
    expect((await get('parts', { Range: 'bytes=-5' })).text).toBe('aaend');
    const other = await root.send(new CreateMultipartUploadCommand({ ...at, Key: 'aborted' }));
    await root.send(new AbortMultipartUploadCommand({ ...at, Key: 'aborted', UploadId: other.UploadId }));
    await expect(get('aborted')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('takes a stream, which SDKs send in chunks', async () => {
    const Body = Readable.from([Buffer.from('flat '), Buffer.from('white')]);
    await root.send(new PutObjectCommand({ Bucket: bucket, Key: 'stream', Body, ContentLength: 10 }));
    expect((await get('stream')).text).toBe('flat white');
  });
});

it('with a data directory objects are there again after a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'buckets-'));
  const before = await startDataPlane({ template, dataDir });
  await put('kept', 'flat white', before.clientsOf('root').s3);
  await before.close();
  const after = await startDataPlane({ template, dataDir });
  expect((await get('kept', {}, after.clientsOf('root').s3)).text).toBe('flat white');
  await after.close();
  await rm(dataDir, { recursive: true });
});

describe('who may do what', () => {
  it('is what the policies of the role say, object by object', async () => {
    const writer = plane.clientsOf('Writer').s3;
    const reader = plane.clientsOf('Reader').s3;
    await put('reports/1', 'one', writer);
    expect((await get('reports/1', {}, reader)).text).toBe('one');
    for (const refused of [
      () => put('other/1', 'one', writer),
      () => get('reports/1', {}, writer),
      () => put('reports/2', 'two', reader),
      () => writer.send(new ListObjectsV2Command({ Bucket: bucket })),
      () =>
        reader.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: 'reports/1' }] } }),
        ),
      () =>
        writer.send(
          new CopyObjectCommand({ Bucket: bucket, Key: 'reports/3', CopySource: `${bucket}/reports/1` }),
        ),
    ]) {
      await expect(refused()).rejects.toMatchObject({
        name: 'AccessDenied',
        $metadata: { httpStatusCode: 403 },
      });
    }
    expect(plane.denials.at(-1)).toMatchObject({ action: 's3:GetObject', resource: `${files}/reports/1` });
  });

  it.each([
    ['a quote', 'kept/"1"', 'kept/&quot;1&quot;'],
    ['a bracket', 'kept/<1', 'kept/<1'],
  ])('is asked about a key with %s before it is deleted', async (_, key, written) => {
    await put(key, 'one');
    const answer = await fetch(`${plane.context.endpointUrl}/${bucket}?delete`, {
      method: 'POST',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=Reader/20260101/us-east-1/s3/aws4_request, Signature=x',
        'content-type': 'application/xml',
      },
      body: `<Delete><Object><Key>${written}</Key></Object></Delete>`,
    });
    expect(answer.status).toBe(403);
    expect(plane.denials.at(-1)).toMatchObject({ action: 's3:DeleteObject', resource: `${files}/${key}` });
    expect((await get(key)).text).toBe('one');
  });

  it('ends where the policy of the bucket denies', async () => {
    await put('secret/1', 'hush');
    await expect(get('secret/1', {}, plane.clientsOf('Reader').s3)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });
});

describe('an address that is signed for a while', () => {
  const signed = (Key: string, client = plane.clientsOf('Reader').s3, expiresIn = 60) =>
    getSignedUrl(
      client,
      new GetObjectCommand({ Bucket: bucket, Key, ResponseContentDisposition: 'attachment' }),
      { expiresIn },
    );

  it('gives the object to whoever has it, in ranges too', async () => {
    await put('signed/a b', 'flat white');
    const url = await signed('signed/a b');
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([200, 'flat white']);
    expect(answer.headers.get('content-disposition')).toBe('attachment');
    const part = await fetch(url, { headers: { range: 'bytes=0-3' } });
    expect([part.status, await part.text()]).toEqual([206, 'flat']);
  });

  it('takes an object', async () => {
    const command = new PutObjectCommand({ Bucket: bucket, Key: 'reports/put', ContentType: 'text/plain' });
    const url = await getSignedUrl(plane.clientsOf('Writer').s3, command, { expiresIn: 60 });
    expect(
      (await fetch(url, { method: 'PUT', body: 'posted', headers: { 'content-type': 'text/plain' } })).status,
    ).toBe(200);
    expect((await get('reports/put')).text).toBe('posted');
  });

  it('is refused when it is over, was changed, or its signer may not', async () => {
    await put('signed/1', 'one');
    await put('signed/2', 'two');
    const url = await signed('signed/1');
    const answers = async (address: string, method = 'GET') => {
      const answer = await fetch(address, { method });
      return [answer.status, /<Code>(.*)<\/Code>/.exec(await answer.text())?.[1]];
    };
    expect(await answers(url.replace('signed/1', 'signed/2'))).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await answers(url, 'DELETE')).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await answers(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'))).toEqual([
      403,
      'SignatureDoesNotMatch',
    ]);
    expect(await answers(url.replace(/Credential=Reader/, 'Credential=Nobody'))).toEqual([
      403,
      'SignatureDoesNotMatch',
    ]);
    expect(await answers(await signed('signed/1', plane.clientsOf('Writer').s3))).toEqual([
      403,
      'AccessDenied',
    ]);
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
    expect(await answers(url)).toEqual([403, 'AccessDenied']);
    vi.useRealTimers();
  });
});

describe('a form that is signed for a while', () => {
  const post = async (key: string, body: string) => {
    const { url, fields } = await createPresignedPost(plane.clientsOf('Writer').s3, {
      Bucket: bucket,
      Key: 'reports/form',
      Conditions: [['content-length-range', 1, 10]],
      Expires: 60,
    });
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, key })) form.append(name, value);
    form.append('file', new Blob([body]));
    return (await fetch(url, { method: 'POST', body: form })).status;
  };

  it('takes the file that it was signed for', async () => {
    expect(await post('reports/form', 'flat white')).toBe(204);
    expect((await get('reports/form')).text).toBe('flat white');
  });

  it('is refused for another key, and for a file that is too large', async () => {
    expect(await post('reports/other', 'x')).toBe(403);
    expect(await post('reports/form', 'x'.repeat(11))).toBe(400);
    expect(await post('reports/form', '')).toBe(400);
  });
});

describe('a page of another origin', () => {
  const ask = (origin: string, method = 'PUT', headers = 'content-type') =>
    fetch(`${plane.context.endpointUrl}/${bucket}/a`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
    });

  it('may do what the rules of the bucket say', async () => {
    const answer = await ask('https://pages.example');
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'https://pages.example',
    ]);
    expect(answer.headers.get('access-control-max-age')).toBe('60');
    expect((await ask('https://evil.test')).status).toBe(403);
    expect((await ask('https://pages.example', 'DELETE')).status).toBe(403);
    expect((await ask('https://pages.example', 'PUT', 'x-other')).status).toBe(403);
    await put('cors', 'x');
    const url = await getSignedUrl(root, new GetObjectCommand({ Bucket: bucket, Key: 'cors' }));
    const got = await fetch(url, { headers: { origin: 'https://pages.example' } });
    expect(got.headers.get('access-control-expose-headers')).toBe('ETag');
    expect((await fetch(url)).headers.get('access-control-allow-origin')).toBeNull();
  });
});
