import { join } from 'node:path';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

/** A chat over WebSockets: `say` goes to all, everything else is answered by `$default`. */
const stack = new Stack(new App(), 'Chat');

const people = new Table(stack, 'People', {
  partitionKey: { name: 'id', type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
});
const room = new LambdaFunction(stack, 'Room', {
  runtime: Runtime.NODEJS_24_X,
  code: Code.fromAsset(join(import.meta.dirname, 'handlers')),
  handler: 'room.handler',
  environment: { TABLE: people.tableName },
});
people.grantReadWriteData(room);
const help = new LambdaFunction(stack, 'Help', {
  runtime: Runtime.NODEJS_22_X,
  code: Code.fromInline(
    'exports.handler = async ({ body }) => ({ statusCode: 200, body: "no such action in " + body });',
  ),
  handler: 'index.handler',
});

const integration = new WebSocketLambdaIntegration('RoomIntegration', room);
const api = new WebSocketApi(stack, 'Api', {
  connectRouteOptions: { integration },
  disconnectRouteOptions: { integration },
  defaultRouteOptions: {
    integration: new WebSocketLambdaIntegration('HelpIntegration', help),
    returnResponse: true,
  },
});
api.addRoute('say', { integration });
const stage = new WebSocketStage(stack, 'Live', { webSocketApi: api, stageName: 'live', autoDeploy: true });
api.grantManageConnections(room);
room.addEnvironment('CALLBACK_URL', stage.callbackUrl);
new CfnOutput(stack, 'Url', { value: stage.url });
