import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { dynamodbResources } from '../../src/dynamodb/resources.ts';
import { startTables, type Tables } from '../../src/dynamodb/start-tables.ts';
import type { Denial } from '../../src/endpoint/access-control.ts';
import type { Caller } from '../../src/endpoint/aws-call.ts';
import type { Connections } from '../../src/endpoint/connections.ts';
import type { Intercept } from '../../src/endpoint/endpoint-wiring.ts';
import { startEndpoint } from '../../src/endpoint/start-endpoint.ts';
import { createAuthorizer } from '../../src/iam/authorizer.ts';
import { iamResources } from '../../src/iam/resources.ts';
import { lambdaResources } from '../../src/lambda/resources.ts';
import { s3Resources } from '../../src/s3/resources.ts';
import { snsResources } from '../../src/sns/resources.ts';
import { openFauxqs } from '../../src/sqs/fauxqs.ts';
import { sqsResources } from '../../src/sqs/resources.ts';
import { type Queues, startQueues } from '../../src/sqs/start-queues.ts';
import { noLocalEffect } from '../../src/template/no-local-effect.ts';
import { resolveTemplate } from '../../src/template/resolve-template.ts';
import type { DeploymentContext } from '../../src/template/resource-type.ts';
import { startTopicsAndBuckets } from '../../src/topics-and-buckets.ts';

export const context: DeploymentContext = {
  accountId: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
  stackName: 'App',
  endpointUrl: 'http://127.0.0.1:1',
  publicUrl: 'http://localhost:3000',
};

export const resourceTypes = {
  ...dynamodbResources,
  ...sqsResources,
  ...s3Resources,
  ...snsResources,
  ...lambdaResources,
  ...iamResources,
  ...noLocalEffect,
};

interface Options {
  readonly template: Readonly<Record<string, unknown>>;
  readonly dataDir?: string;
  readonly connections?: Connections;
  readonly intercept?: Intercept;
}

export interface SentEvent {
  readonly fn: string;
  readonly event: unknown;
  readonly trace: string | undefined;
}

export interface DataPlane {
  readonly context: DeploymentContext;
  readonly tables: Tables;
  readonly queues: Queues;
  readonly denials: Denial[];
  readonly unserved: string[];
  /** What deliveries had to say. */
  readonly notices: string[];
  /** To functions, by services. */
  readonly sent: SentEvent[];
  readonly outputs: Readonly<Record<string, string>>;
  /** SDK clients with the key of a role (its logical id) or of `root`. */
  clientsOf(accessKeyId: string): Clients;
  close(): Promise<void>;
}

export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly s3: S3Client;
  readonly webSocket: ApiGatewayManagementApiClient;
}

const nobody: Connections = {
  post: () => Promise.resolve('gone'),
  get: () => 'gone',
  delete: () => 'gone',
};

/** Tables, queues and IAM of a template behind a real endpoint. */
export async function startDataPlane({
  template,
  dataDir,
  connections,
  intercept,
}: Options): Promise<DataPlane> {
  const endpoint = await startEndpoint();
  const here = { ...context, endpointUrl: endpoint.url };
  const resolved = resolveTemplate(template, resourceTypes, here);
  const ofType = (type: string) => [...resolved.resources.values()].filter((one) => one.type === type);
  const tables = await startTables({ tables: ofType('AWS::DynamoDB::Table'), context: here, dataDir });
  const fauxqs = await openFauxqs(here.region, dataDir);
  const queues = startQueues({ queues: ofType('AWS::SQS::Queue'), fauxqs });
  const sent: SentEvent[] = [];
  const authorizer = createAuthorizer(resolved, here);
  const notices: string[] = [];
  const invocations = {
    send: (fn: string, event: unknown, trace?: string) => void sent.push({ fn, event, trace }),
  };
  const services = startTopicsAndBuckets({
    template: resolved,
    context: here,
    fauxqs,
    queues,
    invocations,
    authorizer,
    log: (line) => notices.push(line),
  });
  const roles = ofType('AWS::IAM::Role').map(({ logicalId }): [string, Caller] => [
    logicalId,
    { kind: 'role', name: 'fn', roleArn: `arn:aws:iam::000000000000:role/App-${logicalId}` },
  ]);
  const denials: Denial[] = [];
  const unserved: string[] = [];
  endpoint.serve({
    context: here,
    callers: new Map([...roles, ['root', { kind: 'root', name: 'test' }]]),
    authorizer,
    tables,
    queues,
    ...services,
    secretOf: () => 'secret',
    connections: connections ?? nobody,
    apiIdOf: () => 'live0api',
    intercept,
    onDenied: (denial) => denials.push(denial),
    onUnserved: (message) => unserved.push(message),
  });
  const opened: Clients[] = [];

  return {
    context: here,
    tables,
    queues,
    denials,
    unserved,
    notices,
    sent,
    outputs: resolved.outputs[context.stackName] ?? {},
    clientsOf(accessKeyId) {
      const clients = createClients(endpoint.url, accessKeyId);
      opened.push(clients);
      return clients;
    },
    async close() {
      for (const client of opened.flatMap((clients) => Object.values(clients))) client.destroy();
      await endpoint.close();
      services.close();
      queues.close();
      await fauxqs.close();
      await tables.close();
    },
  };
}

function createClients(endpoint: string, accessKeyId: string): Clients {
  const credentials = { accessKeyId, secretAccessKey: 'secret' };
  const config = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  return {
    dynamodb: new DynamoDBClient(config),
    streams: new DynamoDBStreamsClient(config),
    sqs: new SQSClient(config),
    sns: new SNSClient(config),
    s3: new S3Client(config),
    webSocket: new ApiGatewayManagementApiClient({ ...config, endpoint: `${endpoint}/live` }),
  };
}
