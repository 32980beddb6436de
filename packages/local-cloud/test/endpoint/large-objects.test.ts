import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expireUploads } from '../../src/s3/expire-uploads.ts';
import { openFauxqs } from '../../src/sqs/fauxqs.ts';
import { resolveTemplate } from '../../src/template/resolve-template.ts';
import { context, type DataPlane, resourceTypes, startDataPlane } from './data-plane.ts';

const Bucket = 'app-files';
const trust = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const role = (Action: string) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: trust,
    Policies: [
      {
        PolicyName: 'own',
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', Action, Resource: `arn:aws:s3:::${Bucket}/*` }],
        },
      },
    ],
  },
});
const Files = {
  Type: 'AWS::S3::Bucket',
  Properties: {
    LifecycleConfiguration: {
      Rules: [
        {
          Status: 'Enabled',
          Prefix: 'drafts/',
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
        },
        { Status: 'Disabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
        { Status: 'Enabled', ExpirationInDays: 1 },
      ],
    },
  },
};
const template = {
  Resources: { Files, Lister: role('s3:ListMultipartUploadParts'), Writer: role('s3:PutObject') },
};

const megabytes = (count: number) => Buffer.alloc(count * 1024 ** 2, 'abcdef');

let plane: DataPlane;
let root: S3Client;
beforeAll(async () => {
  plane = await startDataPlane({ template });
  root = plane.clientsOf('root').s3;
});
afterAll(() => plane.close());

async function begin(Key: string) {
  const at = { Bucket, Key };
  const { UploadId } = await root.send(new CreateMultipartUploadCommand(at));
  const upload = async (PartNumber: number, Body: string | Buffer) => {
    const { ETag } = await root.send(new UploadPartCommand({ ...at, UploadId, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  return { at: { ...at, UploadId }, upload };
}

describe('large objects', () => {
  it('come in parts of a hundred megabytes', async () => {
    const { at, upload } = await begin('large');
    const Parts = [await upload(1, megabytes(100)), await upload(2, 'end')];
    await root.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
    const { ContentLength } = await root.send(new HeadObjectCommand({ Bucket, Key: 'large' }));
    expect(ContentLength).toBe(100 * 1024 ** 2 + 3);
    const { Body } = await root.send(new GetObjectCommand({ Bucket, Key: 'large', Range: 'bytes=-5' }));
    expect(await Body?.transformToString()).toBe('cdend');
  });

  it('come by forms', async () => {
    const { url, fields } = await createPresignedPost(root, { Bucket, Key: 'form', Expires: 60 });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([megabytes(20)]));
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(204);
    const { ContentLength } = await root.send(new HeadObjectCommand({ Bucket, Key: 'form' }));
    expect(ContentLength).toBe(20 * 1024 ** 2);
  });

  async function announce(headers: Record<string, string | number>): Promise<[number, string | undefined]> {
    const sent = request(`${plane.context.endpointUrl}/${Bucket}/huge`, { method: 'PUT', headers });
    sent.flushHeaders();
    const [answer] = await once(sent, 'response');
    const text = (await answer.setEncoding('utf8').toArray()).join('');
    sent.destroy();
    return [answer.statusCode, /<Code>(.*)<\/Code>/.exec(text)?.[1]];
  }
  const signedFor = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=root/20260101/us-east-1/${service}/aws4_request, Signature=0`,
  });

  it('are refused above five gigabytes, before they are sent', async () => {
    const headers = { ...signedFor('s3'), 'content-length': 5 * 1024 ** 3 + 1 };
    expect(await announce(headers)).toEqual([400, 'EntityTooLarge']);
  });

  it('are not for other services, whose requests have 16 MB at most', async () => {
    const headers = { ...signedFor('sqs'), 'content-length': 16 * 1024 ** 2 + 1 };
    expect(await announce(headers)).toEqual([413, undefined]);
  });

  it('are forgotten when the connection is cut half way', async () => {
    const { host, hostname, port } = new URL(plane.context.endpointUrl);
    const socket = connect(Number(port), hostname);
    const head = [`PUT /${Bucket}/cut HTTP/1.1`, `host: ${host}`, 'content-length: 100'];
    socket.write([...head, `authorization: ${signedFor('s3').authorization}`, '', 'half'].join('\r\n'));
    socket.end();
    await once(socket.resume(), 'close');
    await expect(root.send(new HeadObjectCommand({ Bucket, Key: 'cut' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});

describe('the parts of an upload', () => {
  it('are listed by number, a few at a time', async () => {
    const { at, upload } = await begin('a & b/parts');
    const three = await upload(3, 'three');
    const one = await upload(1, 'one');
    const list = (more: object) => root.send(new ListPartsCommand({ ...at, ...more }));
    expect(await list({})).toMatchObject({
      ...at,
      IsTruncated: false,
      Parts: [
        { ...one, Size: 3, LastModified: expect.any(Date) },
        { ...three, Size: 5 },
      ],
    });
    expect(await list({ MaxParts: 1 })).toMatchObject({
      IsTruncated: true,
      NextPartNumberMarker: '1',
      Parts: [one],
    });
    expect(await list({ MaxParts: 1, PartNumberMarker: '1' })).toMatchObject({
      IsTruncated: false,
      Parts: [three],
    });
  });

  it('are nowhere for another key, and once the upload is complete', async () => {
    const { at, upload } = await begin('done');
    const Parts = [await upload(1, 'all')];
    const list = (more: object) => root.send(new ListPartsCommand({ ...at, ...more }));
    await expect(list({ Key: 'other' })).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await root.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
    await expect(list({})).rejects.toMatchObject({
      name: 'NoSuchUpload',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('are for who may list them', async () => {
    const { at } = await begin('mine');
    const list = (role: string) => plane.clientsOf(role).s3.send(new ListPartsCommand(at));
    expect((await list('Lister')).Parts ?? []).toEqual([]);
    await expect(list('Writer')).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('the uploads of a bucket', () => {
  const list = (more: object = {}) => root.send(new ListMultipartUploadsCommand({ Bucket, ...more }));

  it('are listed by key, by prefix and a few at a time, until they are complete', async () => {
    const [two, one] = [await begin('uploads/b & c'), await begin('uploads/a')];
    const found = [one, two].map(({ at: { Key, UploadId } }) => ({ Key, UploadId }));
    const { Uploads = [], IsTruncated } = await list({ Prefix: 'uploads/' });
    expect(IsTruncated).toBe(false);
    expect(Uploads).toMatchObject(found);
    expect(Uploads[0]?.Initiated).toBeInstanceOf(Date);

    const first = await list({ Prefix: 'uploads/', MaxUploads: 1 });
    expect(first).toMatchObject({ IsTruncated: true, Uploads: [found[0]] });
    const { NextKeyMarker, NextUploadIdMarker } = first;
    const rest = await list({
      Prefix: 'uploads/',
      KeyMarker: NextKeyMarker,
      UploadIdMarker: NextUploadIdMarker,
    });
    expect(rest).toMatchObject({ IsTruncated: false, Uploads: [found[1]] });

    const Parts = [await one.upload(1, 'all')];
    await root.send(new CompleteMultipartUploadCommand({ ...one.at, MultipartUpload: { Parts } }));
    expect((await list({ Prefix: 'uploads/' })).Uploads).toMatchObject([found[1]]);
  });

  it('are for who may list them, and of a bucket that is there', async () => {
    const listed = plane.clientsOf('Writer').s3.send(new ListMultipartUploadsCommand({ Bucket }));
    await expect(listed).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(list({ Bucket: 'nowhere' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});

it('an upload that is not completed in time is forgotten, where a rule of the bucket says so', async () => {
  const fauxqs = await openFauxqs('us-east-1');
  const { resources } = resolveTemplate({ Resources: { Files } }, resourceTypes, context);
  fauxqs.buckets.createBucket(Bucket);
  for (const key of ['drafts/1', 'final']) fauxqs.buckets.createMultipartUpload(Bucket, key);
  const keysAfter = (days: number) => {
    expireUploads([...resources.values()], fauxqs, Date.now() + days * 24 * 60 * 60 * 1000);
    return fauxqs.uploads().map(({ key }) => key);
  };
  expect(keysAfter(1)).toEqual(['drafts/1', 'final']);
  expect(keysAfter(2)).toEqual(['final']);
  await fauxqs.close();
});
