import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { shopApp, shopOptions } from '../bin/start/shop.ts';
import { scriptOptions } from '../build/script-options.ts';
import { synthesizeCached } from '../packages/local-cloud/src/assembly/synthesize-cached.ts';
import { type Cloud, startCloud } from '../packages/local-cloud/src/cloud.ts';
import { createFaults } from '../packages/local-cloud/src/faults/faults.ts';
import { resourcesOf } from '../packages/local-cloud/src/template/resolved-template.ts';
import { Customer } from './customer.ts';
import { type Finding, tableOf } from './finding.ts';
import { median } from './statistics.ts';

const usage = `npm run bench:faults

Measures what the fault layer costs when no fault is switched on. One local cloud is asked the same again and again, with the
layer in every other call, so that whatever else the machine does hits both alike.`;
scriptOptions(usage, {});

const layer = createFaults({ seed: 1 });
let isLayered = false;

const cloud = await openCloud();
const customer = await Customer.enter(cloud, 'shawn');
const read = readOf(cloud);
console.log(
  tableOf([
    await compare('POST /orders', 500, () => customer.order('latte')),
    await compare('DynamoDB GetItem', 5000, read),
  ]),
);
customer.leave();
await cloud.close();

async function openCloud(): Promise<Cloud> {
  return startCloud({
    app: await synthesizeCached(shopApp),
    // So slow that of each order only the first step starts: what was ordered before is not in the way.
    ...shopOptions({ brewSpeed: 0.001 }),
    port: 0,
    intercept: (call, forward) => (isLayered ? layer.intercept(call, forward) : forward()),
    interceptInvocation: (id, invoke) => (isLayered ? layer.interceptInvocation(id, invoke) : invoke()),
  });
}

/** Of an order that does not exist. */
function readOf({ context, rootCredentials, template }: Cloud): () => Promise<unknown> {
  const { endpointUrl: endpoint, region } = context;
  const client = new DynamoDBClient({ endpoint, region, credentials: rootCredentials });
  const orders = resourcesOf(template, 'AWS::DynamoDB::Table').find(({ logicalId }) =>
    logicalId.startsWith('CoffeeOrdersTableOrders'),
  );
  const command = new GetItemCommand({ TableName: orders?.ref, Key: { orderId: { S: 'none' } } });
  return () => client.send(command);
}

/** In each round once without and once with the layer, in changing order. The first rounds only warm up. */
async function compare(what: string, rounds: number, ask: () => Promise<unknown>): Promise<Finding> {
  for (let n = 0; n < 50; n++) await timed(ask, n % 2 === 0);
  const [without, layered]: [number[], number[]] = [[], []];
  for (let n = 0; n < rounds; n++) {
    if (n % 2 === 0) layered.push(await timed(ask, true));
    without.push(await timed(ask, false));
    if (n % 2 !== 0) layered.push(await timed(ask, true));
  }
  const [before, after] = [median(without), median(layered)];
  const ratio = (after / before).toFixed(3);
  const value = `${before.toFixed(2)} ms without, ${after.toFixed(2)} ms with, ratio ${ratio}`;
  return { what: `${what}, median of ${rounds}`, value };
}

/** Milliseconds. */
async function timed(ask: () => Promise<unknown>, layered: boolean): Promise<number> {
  isLayered = layered;
  const began = performance.now();
  await ask();
  return performance.now() - began;
}
