import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamodbResources } from '../../packages/local-cloud/src/dynamodb/resources.ts';
import { startTables } from '../../packages/local-cloud/src/dynamodb/start-tables.ts';
import type { JsonService } from '../../packages/local-cloud/src/endpoint/service-reply.ts';
import { openFauxqs } from '../../packages/local-cloud/src/sqs/fauxqs.ts';
import { sqsResources } from '../../packages/local-cloud/src/sqs/resources.ts';
import { startQueues } from '../../packages/local-cloud/src/sqs/start-queues.ts';
import { resolveTemplate } from '../../packages/local-cloud/src/template/resolve-template.ts';
import type { ResolvedResource } from '../../packages/local-cloud/src/template/resolved-template.ts';
import type { DeploymentContext } from '../../packages/local-cloud/src/template/resource-type.ts';
import { synthesized } from '../lib/synthesized.ts';

const context: DeploymentContext = {
  accountId: '000000000000',
  region: 'eu-central-1',
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
  stackName: 'SmartCoffee',
  endpointUrl: 'http://127.0.0.1:1',
  publicUrl: 'http://localhost:3000',
};

const types = { ...dynamodbResources, ...sqsResources };

let stored: readonly ResolvedResource[] | undefined;

/** Tables and queues as the template has them, in memory, and clients that reach them without a port. */
export async function emulatedAws() {
  stored ??= storedResources();
  const ofType = (wanted: string) => stored?.filter(({ type }) => type === wanted) ?? [];
  const tables = await startTables({ tables: ofType('AWS::DynamoDB::Table'), context });
  const fauxqs = await openFauxqs(context.region);
  const queues = startQueues({ queues: ofType('AWS::SQS::Queue'), fauxqs });
  return {
    table: DynamoDBDocumentClient.from(new DynamoDBClient(settingsFor(tables))),
    queue: new SQSClient(settingsFor(queues)),
    /** What `Ref` gives: the name of a table, the address of a queue. */
    ref,
    async close() {
      queues.close();
      await Promise.all([tables.close(), fauxqs.close()]);
    },
  };
}

function storedResources(): readonly ResolvedResource[] {
  const { Resources } = synthesized().toJSON() as { Resources: Record<string, { Type: string }> };
  const known = Object.entries(Resources).filter(([, { Type }]) => Type in types);
  const template = { Resources: Object.fromEntries(known) };
  return [...resolveTemplate(template, types, context).resources.values()];
}

function ref(name: string): string {
  const resource = stored?.find(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/, '') === name);
  const type = resource && types[resource.type];
  if (!resource || !type) throw new Error(`the template has no ${name}`);
  return type.ref(resource, context);
}

function settingsFor(service: JsonService) {
  return {
    region: context.region,
    endpoint: context.endpointUrl,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: { handle: (request: AwsRequest) => answer(service, request) },
  };
}

interface AwsRequest {
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

async function answer(service: JsonService, request: AwsRequest) {
  const action = request.headers['x-amz-target']?.split('.').at(-1) ?? '';
  const asked = JSON.parse(new TextDecoder().decode(request.body));
  const { status, headers = {}, body } = await service.call(action, asked);
  return { response: { statusCode: status, headers, body: new TextEncoder().encode(JSON.stringify(body)) } };
}
