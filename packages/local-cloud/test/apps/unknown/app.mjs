import { App, CfnOutput, CfnResource, Duration, Fn, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** Full of what the local cloud does not know, in two stacks. */
const app = new App();

const store = new Stack(app, 'Store');
new CfnResource(store, 'Teapot', { type: 'AWS::Kitchen::Teapot', properties: { Size: 'large' } });
const secret = new Secret(store, 'ApiKey');
const queue = new Queue(store, 'Jobs', { visibilityTimeout: Duration.seconds(30) });
queue.node.defaultChild.addPropertyOverride('Temperature', 'hot');
queue.node.defaultChild.addPropertyOverride('Colour', 'green');
queue.node.defaultChild.addPropertyOverride('DelaySeconds', {
  'Fn::Transform': { Name: 'Steep' },
});

const work = new Stack(app, 'Work');
const fn = new LambdaFunction(work, 'Function', {
  runtime: Runtime.PYTHON_3_13,
  code: Code.fromInline('def handler(event, context): pass'),
  handler: 'index.handler',
  environment: { SECRET: secret.secretArn, ADDRESS: Fn.importValue('NobodyExportsThis') },
});
fn.addLayers(
  LayerVersion.fromLayerVersionArn(work, 'Layer', 'arn:aws:lambda:us-east-1:123456789012:layer:tools:1'),
);
new CfnOutput(work, 'Colour', { value: Fn.getAtt('Nothing', 'Arn').toString() });
