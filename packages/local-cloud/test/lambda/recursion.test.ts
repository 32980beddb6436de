import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { maximumLoops, nextTrace } from '../../src/lambda/recursion.ts';
import { testFunction } from './function-fixture.ts';

const work = 'arn:aws:lambda:eu-west-1:000000000000:function:work';
const notify = 'arn:aws:lambda:eu-west-1:000000000000:function:notify';

describe('nextTrace', () => {
  it('begins a trace with the first invocation of a chain', () => {
    const { trace, loops } = nextTrace(undefined, work);
    expect(loops).toBe(1);
    expect(trace).toMatch(
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=[0-9a-f]{8}:1$/,
    );
  });

  it('counts each function of a chain by itself and keeps the root', () => {
    let header: string | undefined;
    for (let round = 0; round < 3; round += 1)
      header = nextTrace(nextTrace(header, work).trace, notify).trace;
    const { trace, loops } = nextTrace(header, work);
    expect(loops).toBe(4);
    expect(trace).toMatch(/Lineage=[0-9a-f]{8}:4\|[0-9a-f]{8}:3$/);
    expect(trace.split(';')[0]).toBe(header?.split(';')[0]);
  });

  it('passes the limit with the seventeenth invocation', () => {
    let next = nextTrace(undefined, work);
    for (let count = 1; count < 17; count += 1) next = nextTrace(next.trace, work);
    expect(next.loops).toBe(17);
    expect(next.loops > maximumLoops).toBe(true);
  });

  it.each(['', 'nonsense', 'Lineage=:x|;;=', 'Root=;Lineage=zz:-4'])('survives the header %j', (header) => {
    expect(nextTrace(header, work)).toMatchObject({ loops: 1, trace: expect.stringMatching(/^Root=1-/) });
  });
});

it('a function sends the trace of its invocation with every call of the AWS SDK', async () => {
  const headers: (string | string[] | undefined)[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers['x-amzn-trace-id']);
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const fn = testFunction(
    `import { ListQueuesCommand, SQSClient } from '${import.meta.resolve('@aws-sdk/client-sqs')}';
    const client = new SQSClient({ endpoint: 'http://127.0.0.1:${port}' });
    export const handler = async () => client.send(new ListQueuesCommand({})).then(() => 'sent');`,
    { MemorySize: 512 },
  );
  const { trace } = nextTrace(undefined, fn.arn);
  expect(await fn.invoke({}, trace)).toMatchObject({ payload: 'sent' });
  expect(await fn.invoke({})).toMatchObject({ payload: 'sent' });
  expect(headers).toEqual([trace, expect.stringContaining('Lineage=')]);
  expect(headers[1]).not.toBe(trace);
});
