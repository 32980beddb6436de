import { join } from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  Code,
  FilterCriteria,
  FilterRule,
  Function as LambdaFunction,
  Runtime,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** One table whose stream goes three ways, each with a filter of its own. */
const stack = new Stack(new App(), 'FanOut');

const orders = new Table(stack, 'Orders', {
  partitionKey: { name: 'id', type: AttributeType.STRING },
  stream: StreamViewType.NEW_AND_OLD_IMAGES,
});

const ways = {
  Paid: {
    eventName: FilterRule.isEqual('MODIFY'),
    dynamodb: { NewImage: { status: { S: FilterRule.isEqual('paid') } } },
  },
  // Numbers of DynamoDB are strings in its records: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
  Express: {
    eventName: FilterRule.isEqual('INSERT'),
    dynamodb: { NewImage: { courier: { S: FilterRule.exists() } } },
  },
  Gone: {
    eventName: FilterRule.isEqual('REMOVE'),
    dynamodb: { Keys: { id: { S: FilterRule.beginsWith('eu-') } } },
  },
};

for (const [name, filter] of Object.entries(ways)) {
  const queue = new Queue(stack, `${name}Queue`);
  const fn = new LambdaFunction(stack, name, {
    runtime: Runtime.NODEJS_22_X,
    code: Code.fromAsset(join(import.meta.dirname, 'handlers')),
    handler: 'forward.handler',
    environment: { QUEUE_URL: queue.queueUrl },
    timeout: Duration.seconds(10),
  });
  queue.grantSendMessages(fn);
  fn.addEventSource(
    new DynamoEventSource(orders, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter(filter)],
      retryAttempts: 3,
    }),
  );
  new CfnOutput(stack, `${name}Url`, { value: queue.queueUrl });
}
new CfnOutput(stack, 'OrdersName', { value: orders.tableName });
