import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type Cloud, type CloudOptions, startCloud } from '../local/cloud.ts';
import { createFaults } from '../local/faults/faults.ts';
import { startFaultyCloud } from '../local/faults/start-faulty-cloud.ts';
import { synthesize } from '../local/synthesize.ts';
import { Customer } from './customer.ts';
import { tableOf } from './finding.ts';
import { median } from './statistics.ts';

/**
 * `npm run bench:faults`: what the fault layer costs when no fault is switched on. Two local clouds side by side, one
 * without the layer and one with it, are asked in turn, so that whatever else the machine does hits both.
 */
const root = join(import.meta.dirname, '..');

/** One call; the time that it took (milliseconds). */
type Ask = () => Promise<number>;

const [without, having] = await Promise.all([open(startCloud), open(withoutRules)]);
console.log(
  tableOf([
    await compare('POST /orders', 150, await orders(without), await orders(having)),
    await compare('DynamoDB GetItem', 4000, reads(without), reads(having)),
  ]),
);
await Promise.all([without.close(), having.close()]);

async function open(start: (options: CloudOptions) => Promise<Cloud>): Promise<Cloud> {
  const { template, directory } = await synthesize(root, join(root, '.cache', 'cdk.out'));
  const webFolder = join(root, 'web', 'dist');
  return start({ template, assets: directory, webFolder, port: 0 });
}

function withoutRules(options: CloudOptions): Promise<Cloud> {
  return startFaultyCloud(options, createFaults({ seed: 1 }));
}

async function orders(cloud: Cloud): Promise<Ask> {
  const customer = await Customer.enter(cloud, 'shawn');
  return async () => (await customer.order('cold-brew')).tookMs;
}

/** Of an order that does not exist. */
function reads({ place, rootCredentials, template }: Cloud): Ask {
  const { endpointUrl: endpoint, region, stackName } = place;
  const client = new DynamoDBClient({ endpoint, region, credentials: rootCredentials });
  const id = [...template.resources.keys()].find((name) => name.startsWith('OrderBookOrders'));
  const read = new GetItemCommand({ TableName: `${stackName}-${id}`, Key: { orderId: { S: 'none' } } });
  return async () => {
    const began = performance.now();
    await client.send(read);
    return performance.now() - began;
  };
}

/** Whoever comes first in one round comes second in the next. The first tenth only warms up. */
async function compare(what: string, rounds: number, without: Ask, having: Ask) {
  const times: Record<'without' | 'having', number[]> = { without: [], having: [] };
  for (let n = -rounds / 10; n < rounds; n++) {
    const took = { without: 0, having: 0 };
    if (n % 2 === 0) took.without = await without();
    took.having = await having();
    if (n % 2 !== 0) took.without = await without();
    if (n >= 0) for (const which of ['without', 'having'] as const) times[which].push(took[which]);
  }
  const [before, after] = [median(times.without), median(times.having)];
  const value = `${before.toFixed(2)} ms without, ${after.toFixed(2)} ms with, ratio ${(after / before).toFixed(3)}`;
  return { what: `${what}, median of ${rounds}`, value };
}
