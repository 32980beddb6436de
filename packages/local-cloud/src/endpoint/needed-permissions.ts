import { readIterator } from '../dynamodb/shard-iterator.ts';
import { s3Permissions } from '../s3/s3-permissions.ts';
import type { CloudContext } from '../template/resource-type.ts';
import type { ParsedRequest } from './parse-request.ts';
import type { RequestBody } from './service-reply.ts';

export interface Permission {
  /** As in a policy: `sqs:SendMessage`. */
  readonly action: string;
  /** An ARN, or `*` for an action without resources. */
  readonly resource: string;
}

/** What IAM must allow for a request with this body. `apiId` is the WebSocket API that `/@connections` belongs to. */
export function neededPermissions(
  request: ParsedRequest,
  context: CloudContext,
  apiId: string,
  data: Buffer,
): Permission[] {
  if (request.s3) return s3Permissions(request.s3, data, context.partition);
  const arns = arnsOf(request, context, apiId);
  const action = iamAction(request);
  return arns.map((resource) => ({ action, resource }));
}

function arnsOf(request: ParsedRequest, context: CloudContext, apiId: string): string[] {
  switch (request.service) {
    case 'sqs':
      return [queueArn(request.body, context)];
    case 'sns':
      return [topicArn(request)];
    case 'dynamodb':
      return tableArns(request.body, context);
    case 'dynamodb-streams':
      return [streamArn(request.body)];
    case 's3':
      return [];
    case 'execute-api':
      return [connectionsArn(request, context, apiId)];
  }
}

/** Batches need the permission of the single action; all of `/@connections` is one permission. */
function iamAction({ service, action }: ParsedRequest): string {
  if (service === 'execute-api') return 'execute-api:ManageConnections';
  if (service === 'sns') return `sns:${action.replace(/Batch$/, '')}`;
  if (service === 'sqs') return `sqs:${action.replace(/Batch$/, '')}`;
  return `dynamodb:${action}`;
}

function queueArn({ QueueUrl, QueueName }: RequestBody, context: CloudContext): string {
  const name =
    QueueName ??
    String(QueueUrl ?? '')
      .split('/')
      .at(-1);
  return name ? `${arnPrefix('sqs', context)}:${name}` : '*';
}

function topicArn({ action, body }: ParsedRequest): string {
  const { TopicArn, TargetArn, SubscriptionArn } = body;
  if (action === 'GetSubscriptionAttributes') return String(SubscriptionArn).split(':').slice(0, 6).join(':');
  return String(TopicArn ?? TargetArn ?? '*');
}

function tableArns({ TableName, IndexName, RequestItems }: RequestBody, context: CloudContext): string[] {
  const table = `${arnPrefix('dynamodb', context)}:table/`;
  if (RequestItems !== undefined) return Object.keys(Object(RequestItems)).map((name) => table + name);
  if (TableName === undefined) return ['*'];
  return [IndexName === undefined ? `${table}${TableName}` : `${table}${TableName}/index/${IndexName}`];
}

function streamArn({ StreamArn, ShardIterator }: RequestBody): string {
  if (StreamArn !== undefined) return String(StreamArn);
  const position = readIterator(ShardIterator);
  return typeof position === 'object' ? position.streamArn : '*';
}

/** The id of the connection is left open: IAM would be asked anew for each, and no policy can know one. */
function connectionsArn({ action, connection }: ParsedRequest, context: CloudContext, apiId: string): string {
  const method = { PostToConnection: 'POST', GetConnection: 'GET', DeleteConnection: 'DELETE' }[action];
  return `${arnPrefix('execute-api', context)}:${apiId}/${connection?.stage}/${method}/@connections/*`;
}

function arnPrefix(service: string, { partition, region, accountId }: CloudContext): string {
  return `arn:${partition}:${service}:${region}:${accountId}`;
}
