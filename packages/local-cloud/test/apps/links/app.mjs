import { join } from 'node:path';
import { App, CfnMapping, CfnOutput, CfnParameter, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Alias, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

/** A link shortener of two stacks: the table, and the HTTP API with a function behind an alias. */
const app = new App();

const storage = new Stack(app, 'Storage');
const table = new TableV2(storage, 'Links', {
  tableName: 'links',
  partitionKey: { name: 'code', type: AttributeType.STRING },
  removalPolicy: RemovalPolicy.DESTROY,
});

const front = new Stack(app, 'Front');
const length = new CfnParameter(front, 'CodeLength', { type: 'Number', default: 7 });
const hosts = new CfnMapping(front, 'Hosts', {
  mapping: { 'us-east-1': { name: 'sho.example' }, 'eu-west-1': { name: 'kurz.example' } },
});
const links = new LambdaFunction(front, 'Function', {
  functionName: 'links',
  runtime: Runtime.NODEJS_20_X,
  code: Code.fromAsset(join(import.meta.dirname, 'handlers')),
  handler: 'src/links.handler',
  environment: {
    TABLE: table.tableName,
    CODE_LENGTH: length.valueAsString,
    HOST: hosts.findInMap(front.region, 'name'),
    GREETING: Fn.base64(Fn.sub(`Links of \${AWS::StackName}`)),
  },
});
table.grantReadWriteData(links);
const live = new Alias(front, 'Live', { aliasName: 'live', version: links.currentVersion });

const api = new HttpApi(front, 'Api');
const integration = new HttpLambdaIntegration('Links', live);
api.addRoutes({ path: '/links', methods: [HttpMethod.POST], integration });
api.addRoutes({ path: '/{code}', methods: [HttpMethod.GET], integration });
api.addRoutes({ path: '/', methods: [HttpMethod.GET], integration });
new CfnOutput(front, 'Url', { value: api.apiEndpoint });
