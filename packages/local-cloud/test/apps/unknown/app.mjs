import { App, CfnOutput, CfnResource, Duration, Fn, Stack } from 'aws-cdk-lib';
import { CfnApi, CfnIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Code, Function as LambdaFunction, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnSubscription, CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';

/** Full of what the local cloud does not know, in three stacks. */
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

const odd = new Stack(app, 'Odd');
const web = new CfnApi(odd, 'Web', { protocolType: 'HTTP', name: 'web' });
new CfnIntegration(odd, 'Old', {
  apiId: web.ref,
  integrationType: 'AWS_PROXY',
  integrationUri: 'arn:aws:lambda:us-east-1:123456789012:function:old',
  payloadFormatVersion: '1.0',
});
new CfnApi(odd, 'Talk', {
  protocolType: 'WEBSOCKET',
  name: 'talk',
  routeSelectionExpression: '$request.body.action',
});
const server = new Role(odd, 'Server', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
const office = new Role(odd, 'Office', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
office.addToPolicy(
  new PolicyStatement({
    actions: ['sqs:SendMessage'],
    resources: ['*'],
    conditions: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  }),
);
for (const [id, role] of Object.entries({ Untrusted: server, Lost: office })) {
  new CfnFunction(odd, id, {
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    code:
      id === 'Lost' ? { s3Bucket: 'elsewhere', s3Key: 'lost.zip' } : { zipFile: 'exports.handler = () => 1' },
    role: role.roleArn,
  });
}
const files = new Bucket(odd, 'Files');
const inbox = new CfnQueue(odd, 'Inbox', { queueName: 'inbox' });
files.node.defaultChild.notificationConfiguration = {
  queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: inbox.attrArn }],
};
const ordered = new CfnTopic(odd, 'Ordered', { fifoTopic: true });
new CfnSubscription(odd, 'Call', {
  topicArn: ordered.ref,
  protocol: 'lambda',
  endpoint: 'arn:aws:lambda:us-east-1:123456789012:function:old',
});
