import { once } from 'node:events';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { WebSocket } from 'ws';
import { toItem } from '../adapters/dynamodb/order-item.ts';
import { shopApp, shopOptions } from '../bin/start/shop.ts';
import { scriptOptions, wholeNumber } from '../build/script-options.ts';
import type { QueuedOrder } from '../domain/order/order.ts';
import { synthesizeCached } from '../packages/local-cloud/src/assembly/synthesize-cached.ts';
import { type Cloud, startCloud } from '../packages/local-cloud/src/cloud.ts';
import { resourcesOf } from '../packages/local-cloud/src/template/resolved-template.ts';
import { type Finding, tableOf, timing } from './finding.ts';

const usage = `npm run bench:bounds -- [--open 5000]

Measures how much one customer holds up another one: by forty syncs at once with many open orders, and by ten lists at
once of a rare status among 500 orders. Posts take 15 ms, as API Gateway's do.

  --open N  open orders of that customer (800)`;
const { open } = scriptOptions(usage, { open: { type: 'string', default: '800' } });
const openOrders = wholeNumber('open', open, usage);
const postMs = 15;

const cloud = await startCloud({
  app: await synthesizeCached(shopApp),
  ...shopOptions({ brewSpeed: 1 }),
  port: 0,
  intercept: async ({ action }, forward) => {
    if (action === 'PostToConnection') await new Promise((resolve) => setTimeout(resolve, postMs));
    return forward();
  },
});
try {
  await placeOpen(cloud, 'busy', openOrders);
  const [busy, other] = [await connect(cloud, 'busy'), await connect(cloud, 'other')];
  const alone = await pings(other, 15);
  console.log(
    tableOf([
      await completeSync(busy),
      timing('ping of another customer, alone', alone),
      timing('ping of another customer, during forty syncs at once', await during(busy, other)),
      ...(await listsByStatus(cloud)),
    ]),
  );
  for (const socket of [busy, other]) socket.close();
} finally {
  await cloud.close();
}

/** Orders in the first step of a recipe that takes hours. */
async function placeOpen({ context, rootCredentials, template }: Cloud, owner: string, count: number) {
  const { endpointUrl: endpoint, region } = context;
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region, credentials: rootCredentials }),
  );
  const [orders = ''] = resourcesOf(template, 'AWS::DynamoDB::Table').flatMap(({ logicalId, ref }) =>
    logicalId.startsWith('CoffeeOrdersTableOrders') ? [ref] : [],
  );
  const first = owner === 'busy' ? 0 : 1_000_000;
  const items = Array.from({ length: count }, (_, n) => toItem(anOrder(owner, first + n), false));
  for (let n = 0; n < count; n += 25) {
    const requests = items.slice(n, n + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [orders]: requests } }));
  }
}

function anOrder(owner: string, n: number): QueuedOrder {
  const at = Date.now() + n;
  return {
    id: `0197f3a0-0000-7000-8000-${String(n).padStart(12, '0')}`,
    owner,
    request: { drink: 'latte', size: 'medium' },
    steps: [{ status: 'grinding', kind: 'timed', seconds: 3600 }],
    step: 0,
    status: 'queued',
    version: 1,
    revision: 1,
    progress: 0,
    createdAt: at,
    updatedAt: at,
    deadline: at + 86_400_000,
    sweeps: 0,
    history: [{ status: 'queued', at }],
    results: {},
  };
}

async function connect(shop: Cloud, user: string): Promise<WebSocket> {
  const socket = new WebSocket(shop.liveUrl, ['coffee.v1', `bearer.${await shop.issuer.token(user)}`]);
  await once(socket, 'open');
  return socket;
}

/** As a client does it: asks on where there is more. */
async function completeSync(socket: WebSocket): Promise<Finding> {
  const startedAt = performance.now();
  const told = new Set<string>();
  let answers = 1;
  const done = new Promise<void>((resolve) => {
    socket.on('message', function hear(data) {
      const { subject, type, after } = JSON.parse(String(data));
      if (typeof subject === 'string') told.add(subject);
      if (type === 'more') {
        answers += 1;
        socket.send(JSON.stringify({ action: 'sync', after }));
      }
      if (told.size < openOrders) return;
      socket.off('message', hear);
      resolve();
    });
  });
  socket.send('{"action":"sync"}');
  await done;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  return { what: `${openOrders} open orders`, value: `all told in ${answers} answers, ${seconds} s` };
}

async function during(busy: WebSocket, other: WebSocket): Promise<readonly number[]> {
  for (let n = 0; n < 40; n++) busy.send('{"action":"sync"}');
  return pings(other, 15);
}

async function listsByStatus(shop: Cloud): Promise<readonly Finding[]> {
  await placeOpen(shop, 'regular', 500);
  const [busyToken, otherToken] = [await shop.issuer.token('regular'), await shop.issuer.token('other')];
  const get = async (path: string, token: string) => {
    const startedAt = performance.now();
    const answer = await fetch(`${shop.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    await answer.arrayBuffer();
    return performance.now() - startedAt;
  };
  const inTurn = async () => {
    const times: number[] = [];
    for (let n = 0; n < 15; n++) times.push(await get('/orders?limit=1', otherToken));
    return times;
  };
  await inTurn();
  const alone = await inTurn();
  const searches = Promise.all(
    Array.from({ length: 10 }, () => get('/orders?status=ready&limit=1', busyToken)),
  );
  const meanwhile = await inTurn();
  return [
    timing('GET /orders of another customer, alone', alone),
    timing('GET /orders of another customer, during ten lists by status at once', meanwhile),
    timing('one of these lists', await searches),
  ];
}

/** Milliseconds of each, one after the other. */
async function pings(socket: WebSocket, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const startedAt = performance.now();
    const answered = once(socket, 'message');
    socket.send('{"action":"ping"}');
    await answered;
    times.push(performance.now() - startedAt);
  }
  return times;
}
