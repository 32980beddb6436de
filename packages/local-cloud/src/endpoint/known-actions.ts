import type { Service } from './aws-call.ts';

/** What the endpoint serves. Queues and tables come from the template, so nothing here makes or changes one. */
export const knownActions: Readonly<Record<Service, readonly string[]>> = {
  sqs: [
    'ChangeMessageVisibility',
    'ChangeMessageVisibilityBatch',
    'DeleteMessage',
    'DeleteMessageBatch',
    'GetQueueAttributes',
    'GetQueueUrl',
    'ListQueues',
    'PurgeQueue',
    'ReceiveMessage',
    'SendMessage',
    'SendMessageBatch',
  ],
  dynamodb: [
    'BatchGetItem',
    'BatchWriteItem',
    'DeleteItem',
    'DescribeTable',
    'GetItem',
    'ListTables',
    'PutItem',
    'Query',
    'Scan',
    'UpdateItem',
  ],
  'dynamodb-streams': ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'],
  'execute-api': ['DeleteConnection', 'GetConnection', 'PostToConnection'],
};
