import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { fromItem } from '../../adapters/dynamodb/order-item.ts';
import { shopApp, shopOptions } from '../../bin/start/shop.ts';
import type { Order } from '../../domain/order/order.ts';
import {
  type CloudAssembly,
  changeTemplates,
} from '../../packages/local-cloud/src/assembly/read-assembly.ts';
import { synthesizeCached } from '../../packages/local-cloud/src/assembly/synthesize-cached.ts';
import type { Cloud, CloudOptions } from '../../packages/local-cloud/src/cloud.ts';
import { createFaults, type Faults } from '../../packages/local-cloud/src/faults/faults.ts';
import {
  type SynthesizedTemplate,
  shortenTimeouts,
} from '../../packages/local-cloud/src/faults/shorten-timeouts.ts';
import { startFaultyCloud } from '../../packages/local-cloud/src/faults/start-faulty-cloud.ts';
import type { LogEntry } from '../../packages/local-cloud/src/lambda/log-entry.ts';
import { resourcesOf } from '../../packages/local-cloud/src/template/resolved-template.ts';
import { type Audit, auditOrders } from './audit.ts';
import { Customer } from './customer.ts';
import { ifReadable } from './if-readable.ts';

export interface ShopOptions extends Pick<CloudOptions, 'dataDir' | 'limits'> {
  /** @default 1 */
  readonly seed?: number;
  /** What to change of the template as synthesized. @default hasty */
  readonly template?: (synthesized: SynthesizedTemplate) => Record<string, unknown>;
  /** Of the folder with the bundles. */
  readonly assets?: string;
}

/** A whole shop, 50 times as fast, in which things go wrong. */
export interface Shop {
  readonly cloud: Cloud;
  readonly faults: Faults;
  readonly audit: Audit;
  /** What the functions logged, as far as they said it in fields. */
  readonly logged: (LogEntry & { readonly message: Readonly<Record<string, unknown>> })[];
  readonly notices: string[];
  /** May do everything. */
  readonly sqs: SQSClient;
  readonly table: DynamoDBDocumentClient;
  readonly ordersTable: string;
  /** Of the table whose logical id begins like this. */
  tableName(logicalId: string): string;
  /** The URL of the queue whose logical id begins like this. */
  queueUrl(logicalId: string): string;
  customer(name: string): Promise<Customer>;
  close(): Promise<void>;
}

/** Messages of dead workers come again after 5 seconds, not after 3 minutes. */
const hasty = (template: SynthesizedTemplate) => shortenTimeouts(template, { visibilityTimeout: 5 });

export async function openShop({
  seed = 1,
  template = hasty,
  assets,
  ...options
}: ShopOptions = {}): Promise<Shop> {
  const synthesized = changeTemplates(await synthesizeCached(shopApp), template);
  const app = assets === undefined ? synthesized : withAssets(synthesized, assets);
  const faults = createFaults({ seed });
  const logged: Shop['logged'] = [];
  const notices: string[] = [];
  const cloud = await startFaultyCloud(
    {
      ...options,
      app,
      ...shopOptions({ brewSpeed: 50 }),
      port: 0,
      onLog: (entry) => {
        if (isStructured(entry)) logged.push(entry);
      },
      onNotice: (line) => notices.push(line),
    },
    faults,
  );
  const access = {
    region: cloud.context.region,
    endpoint: cloud.context.endpointUrl,
    credentials: cloud.rootCredentials,
  };
  const [sqs, dynamoDb] = [new SQSClient(access), new DynamoDBClient(access)];
  const ordersTable = refOf(cloud, 'AWS::DynamoDB::Table', 'CoffeeOrdersTableOrders');
  const customers: Customer[] = [];
  const table = DynamoDBDocumentClient.from(dynamoDb);
  const audit = auditOrders(cloud, ordersTable);
  for (const order of await storedOrders(table, ordersTable)) audit.learn(order);

  return {
    cloud,
    faults,
    audit,
    logged,
    notices,
    sqs,
    table,
    ordersTable,
    tableName: (logicalId) => refOf(cloud, 'AWS::DynamoDB::Table', logicalId),
    queueUrl: (logicalId) => refOf(cloud, 'AWS::SQS::Queue', logicalId),
    async customer(name) {
      const customer = new Customer(cloud, name, await cloud.issuer.token(name));
      customers.push(customer);
      return customer;
    },
    async close() {
      for (const customer of customers) customer.leave();
      for (const client of [sqs, dynamoDb]) client.destroy();
      await cloud.close();
    },
  };
}

/** The truth. */
export async function storedOrders(
  client: DynamoDBDocumentClient,
  TableName: string,
): Promise<readonly Order[]> {
  const found: Order[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    found.push(...Items.flatMap((item) => ifReadable(() => fromItem(item)) ?? []));
  }
  return found;
}

function withAssets({ stacks, ...rest }: CloudAssembly, directory: string): CloudAssembly {
  return { ...rest, stacks: stacks.map((stack) => ({ ...stack, directory })) };
}

function refOf({ template }: Cloud, type: string, logicalId: string): string {
  const found = resourcesOf(template, type).find((one) => one.logicalId.startsWith(logicalId));
  if (!found) throw new Error(`the template has no ${type} ${logicalId}`);
  return found.ref;
}

function isStructured(entry: LogEntry): entry is Shop['logged'][number] {
  return typeof entry.message === 'object' && entry.message !== null;
}
