import { join } from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination, SnsDestination, SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** Of each drawing that is put into a bucket a function makes a print; prints and removals are told. */
const stack = new Stack(new App(), 'Gallery');

const drawings = new Bucket(stack, 'Drawings', { bucketName: 'gallery-drawings' });
const prints = new Queue(stack, 'Prints');
const gone = new Queue(stack, 'Gone');
const removals = new Topic(stack, 'Removals');
removals.addSubscription(new SqsSubscription(gone));

const printer = new LambdaFunction(stack, 'Printer', {
  runtime: Runtime.NODEJS_22_X,
  code: Code.fromAsset(join(import.meta.dirname, 'handlers')),
  handler: 'printer.handler',
  timeout: Duration.seconds(10),
});
drawings.grantReadWrite(printer);

drawings.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(printer), {
  prefix: 'drawn/',
  suffix: '.txt',
});
drawings.addEventNotification(EventType.OBJECT_CREATED_PUT, new SqsDestination(prints), {
  prefix: 'printed/',
});
drawings.addEventNotification(EventType.OBJECT_REMOVED, new SnsDestination(removals));

new CfnOutput(stack, 'DrawingsName', { value: drawings.bucketName });
new CfnOutput(stack, 'PrintsUrl', { value: prints.queueUrl });
new CfnOutput(stack, 'GoneUrl', { value: gone.queueUrl });
