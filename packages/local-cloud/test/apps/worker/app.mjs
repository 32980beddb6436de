import { join } from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** A queue worker: what fails comes again alone, and ends among the dead letters. There is no API. */
const stack = new Stack(new App(), 'Worker');

const deadLetters = new Queue(stack, 'DeadLetters', { queueName: 'resize-dead' });
const jobs = new Queue(stack, 'Jobs', {
  queueName: 'resize',
  visibilityTimeout: Duration.seconds(1),
  deadLetterQueue: { queue: deadLetters, maxReceiveCount: 2 },
});
const results = new Table(stack, 'Results', { partitionKey: { name: 'id', type: AttributeType.STRING } });
const worker = new LambdaFunction(stack, 'Function', {
  runtime: Runtime.NODEJS_22_X,
  code: Code.fromAsset(join(import.meta.dirname, 'handlers')),
  handler: 'resize.handler',
  timeout: Duration.seconds(1),
  environment: { TABLE: results.tableName },
});
worker.addEventSource(new SqsEventSource(jobs, { reportBatchItemFailures: true, batchSize: 10 }));
results.grantReadWriteData(worker);
new CfnOutput(stack, 'JobsUrl', { value: jobs.queueUrl });
new CfnOutput(stack, 'DeadLettersUrl', { value: deadLetters.queueUrl });
new CfnOutput(stack, 'ResultsName', { value: results.tableName });
