import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { cancel } from '../../terminal/cancel.ts';
import { plain, plainJson } from '../../terminal/display/plain.ts';
import { listen } from '../../terminal/listen.ts';
import { order } from '../../terminal/order.ts';
import { orders } from '../../terminal/orders.ts';
import { redrive } from '../../terminal/redrive.ts';
import { findDeployment } from '../../terminal/sign-in/deployment.ts';
import { HostileShop, json } from '../client/hostile-shop.ts';
import { orderOf } from '../client/order-story.ts';
import { call, jsonLines } from './call.ts';

const evil = '\u001b]0;title\u0007\u001b[2J\u009b31m\u202eeb lliw siht\u2066\r\nand\tso on\u0000\u2028';
const harmless = / ?eb lliw siht +and so on/;
/** Control characters but for line breaks, and those that turn the text. */
const harmful = /(?!\n)\p{Cc}|\p{Bidi_Control}|\u2028/u;

describe('what others have written', () => {
  it('is shown without what a terminal would obey, whatever it is', () => {
    const texts = fc.array(fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(texts, fc.anything(), (written, value) => {
        const { deep, ...shown } = plain({ deep: [{ written }], value, evil });
        for (const text of deep[0]?.written ?? []) expect(text).not.toMatch(harmful);
        expect(shown.evil).toMatch(harmless);
        expect(shown.evil).not.toMatch(harmful);
      }),
    );
  });

  it.each(['José 🏴󠁧󠁢󠁳󠁣󠁴󠁿', 'ශ්‍රී', 'നന്‍', 'محمد', '王小明', '👩‍🚀'])(
    'is shown as it is where it does no harm: %s',
    (name) => {
      expect(plain(name)).toBe(name);
    },
  );

  it('is exact in JSON, and harmless all the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = plainJson({ value, evil });
        expect(text).not.toMatch(harmful);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ value, evil })));
      }),
    );
  });
});

describe('a shop that means ill', () => {
  const shop = new HostileShop();
  const ready = orderOf('ready');
  const told = {
    ...ready,
    name: evil,
    drink: evil,
    size: evil,
    result: { labelling: { label: evil, pickupCode: evil } },
  };
  const failed = { ...orderOf('failed'), drink: evil, failure: { title: evil, detail: evil } };
  let env: { readonly PORT: string };

  beforeEach(async () => {
    await shop.open();
    const { port } = new URL(shop.url);
    const folder = join(import.meta.dirname, '..', '..', '.cache');
    const file = join(folder, `cloud-${port}.json`);
    env = { PORT: port };
    const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
    const outputs = {
      ApiUrl: '',
      LiveUrl: '',
      Issuer: '',
      ClientId: '',
      StepsQueueUrl: '',
      ParkedMessagesQueueUrl: '',
    };
    const published = {
      tokenUrl: `${shop.url}/token`,
      endpoint: shop.url,
      region: 'here',
      credentials,
      outputs,
    };
    await mkdir(folder, { recursive: true });
    await writeFile(file, JSON.stringify(published));
    onTestFinished(() => rm(file));
  });
  afterEach(() => shop.close());

  function answering(orderCalls: ReturnType<typeof json>): void {
    shop.reactions = [
      (res, request) => {
        const { pathname } = new URL(request.path, shop.url);
        if (pathname === '/config.json')
          return json(200, { apiUrl: shop.url, liveUrl: shop.live })(res, request);
        if (pathname === '/token') return json(200, { access_token: 'a-token' })(res, request);
        return orderCalls(res, request);
      },
    ];
  }

  it('changes nothing in a terminal by its orders', async () => {
    answering(json(200, { items: [told, failed] }));
    const { code, stdout } = await call(orders, [], env);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stdout).toMatch(harmless);
    expect(stdout).not.toMatch(harmful);
    const { stdout: exact } = await call(orders, ['--json'], env);
    expect(exact).not.toMatch(harmful);
    expect(jsonLines({ stdout: exact })).toEqual([told, failed]);
  });

  it.each([told, failed])('changes nothing by how an order ends', async (ended) => {
    answering(json(202, ended));
    const { stdout } = await call(order, ['latte'], env);
    expect(stdout).toMatch(harmless);
    expect(stdout).not.toMatch(harmful);
  });

  it.each([
    ['a problem', { title: 'No', detail: evil }],
    ['a fault', { title: 'No', errors: [{ pointer: `#/${evil}`, detail: evil }] }],
    ['a gateway’s words', { message: evil }],
  ])('changes nothing by %s', async (_, body) => {
    answering(json(422, body));
    const { stderr } = await call(cancel, [ready.id], env);
    expect(stderr).toMatch(harmless);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(stderr).not.toMatch(harmful);
  });

  it('changes nothing by its news', async () => {
    const stop = new AbortController();
    answering(json(200, { items: [] }));
    shop.onLine = (line) => line.send(JSON.stringify({ data: { order: told, message: evil } }));
    const listening = call(listen, [], env, (text) => text.includes('lliw') && stop.abort(), stop);
    const { stdout } = await listening;
    expect(stdout).toMatch(harmless);
    expect(stdout).not.toMatch(harmful);
  });
});

it('npm run redrive changes nothing in a terminal by what lies in the queue', async () => {
  const { outputs, aws } = await findDeployment(undefined, inject('cloud').port);
  const sqs = new SQSClient(aws);
  const reason = { DataType: 'String', StringValue: 'turned \u202e round' };
  const message = { MessageBody: 'what SQS takes: \u009b31m\u202e\u2066', MessageAttributes: { reason } };
  const QueueUrl = outputs.ParkedMessagesQueueUrl;
  await sqs.send(new SendMessageCommand({ QueueUrl, ...message }));
  const { stdout } = await call(redrive, ['--local']);
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  sqs.destroy();
  expect(stdout).toMatch(/names no order: .+\(turned {2}round\)\n1 lost slip\n$/);
  expect(stdout).not.toMatch(harmful);
});
