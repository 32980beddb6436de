import { physicalId } from '../../src/api-gateway/physical-id.ts';
import type { InvocationResult, LambdaFunction } from '../../src/lambda/lambda-function.ts';
import type { ResolvedTemplate } from '../../src/template/resolved-template.ts';
import type { DeploymentContext } from '../../src/template/resource-type.ts';
import { aResource } from '../template/a-resource.ts';

export const context: DeploymentContext = {
  accountId: '000000000000',
  region: 'eu-central-1',
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
  stackName: 'App',
  endpointUrl: 'http://127.0.0.1:1',
  publicUrl: 'http://localhost:3000',
};

type Properties = Record<string, unknown>;

/** A template of `[logicalId, type, properties]`, as it is after resolving. */
export function templateOf(resources: [string, string, Properties][]): ResolvedTemplate {
  return {
    resources: new Map(
      resources.map(([logicalId, type, properties]) => [
        logicalId,
        aResource(logicalId, type, properties, context),
      ]),
    ),
    outputs: {},
  };
}

export function idOf(logicalId: string): string {
  return physicalId(logicalId, context);
}

export function arnOf(name: string): string {
  return `arn:aws:lambda:eu-central-1:000000000000:function:${name}`;
}

/** An integration and a route of the API with the logical id `Api`. */
export function route(
  routeKey: string,
  functionName: string,
  more: { route?: Properties; integration?: Properties } = {},
): [string, string, Properties][] {
  const name = `${routeKey}To${functionName}`;
  return [
    [
      `${name}Integration`,
      'AWS::ApiGatewayV2::Integration',
      {
        ApiId: idOf('Api'),
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arnOf(functionName),
        ...more.integration,
      },
    ],
    [
      `${name}Route`,
      'AWS::ApiGatewayV2::Route',
      {
        ApiId: idOf('Api'),
        RouteKey: routeKey,
        Target: `integrations/${idOf(`${name}Integration`)}`,
        ...more.route,
      },
    ],
  ];
}

export type Handler = (event: never) => unknown;

/** Functions whose handlers run right here; what they throw is a function error. */
export function functionsOf(handlers: Record<string, Handler>) {
  return (arn: string): LambdaFunction => {
    const handler = handlers[arn.split(':').at(-1) ?? ''];
    if (!handler) throw new Error(`no function ${arn}`);
    return {
      logicalId: arn,
      arn,
      invoke: (event) => run(handler, event),
      close: () => Promise.resolve(),
    };
  };
}

async function run(handler: Handler, event: unknown): Promise<InvocationResult> {
  try {
    const payload: unknown = await handler(JSON.parse(JSON.stringify(event)) as never);
    return { outcome: 'returned', payload };
  } catch (error) {
    if (error === 'throttled') return { outcome: 'throttled' };
    return {
      outcome: 'failed',
      errorType: 'Error',
      errorMessage: error instanceof Error ? error.message : '',
    };
  }
}
