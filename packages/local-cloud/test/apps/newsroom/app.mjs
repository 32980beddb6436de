import { join } from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { FilterOrPolicy, SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription, SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** Reports come in by one topic; a function makes headlines of the urgent ones, which go out by another. */
const stack = new Stack(new App(), 'Newsroom');

const reports = new Topic(stack, 'Reports');
const headlines = new Topic(stack, 'Headlines', { topicName: 'headlines' });
const archive = new Queue(stack, 'Archive');
const foreign = new Queue(stack, 'Foreign');
const unread = new Queue(stack, 'Unread');

const editor = new LambdaFunction(stack, 'Editor', {
  runtime: Runtime.NODEJS_22_X,
  code: Code.fromAsset(join(import.meta.dirname, 'handlers')),
  handler: 'editor.handler',
  timeout: Duration.seconds(10),
  environment: { HEADLINES: headlines.topicArn },
});
headlines.grantPublish(editor);

reports.addSubscription(new SqsSubscription(archive));
reports.addSubscription(
  new LambdaSubscription(editor, {
    filterPolicy: { urgency: SubscriptionFilter.numericFilter({ greaterThanOrEqualTo: 8 }) },
    deadLetterQueue: unread,
  }),
);
headlines.addSubscription(
  new SqsSubscription(foreign, {
    rawMessageDelivery: true,
    filterPolicyWithMessageBody: {
      place: FilterOrPolicy.policy({
        country: FilterOrPolicy.filter(SubscriptionFilter.stringFilter({ denylist: ['here'] })),
      }),
    },
  }),
);

new CfnOutput(stack, 'ReportsArn', { value: reports.topicArn });
new CfnOutput(stack, 'HeadlinesName', { value: headlines.topicName });
new CfnOutput(stack, 'ArchiveUrl', { value: archive.queueUrl });
new CfnOutput(stack, 'ForeignUrl', { value: foreign.queueUrl });
