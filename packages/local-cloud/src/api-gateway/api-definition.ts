import * as v from 'valibot';
import type { ResolvedTemplate } from '../template/resolved-template.ts';
import type { CloudContext } from '../template/resource-type.ts';
import {
  type JwtAuthorizerProperties,
  propertiesOf,
  type RequestAuthorizerProperties,
  type StageProperties,
} from './properties.ts';

export interface ApiRoute {
  readonly routeKey: string;
  readonly functionArn: string;
  /** Milliseconds; undefined is the longest that the API's kind allows. */
  readonly timeoutMs: number | undefined;
  readonly authorizer: RouteAuthorizer | undefined;
  readonly scopes: readonly string[];
  /** WebSocket only: what the function returns goes back to the client. */
  readonly returnsResponse: boolean;
}

export interface RouteAuthorizer {
  readonly id: string;
  readonly properties: JwtAuthorizerProperties | RequestAuthorizerProperties;
}

export interface ApiDefinition {
  readonly apiId: string;
  /** `arn:aws:execute-api:region:account:apiId`: what the ARN of every route begins with. */
  readonly arn: string;
  readonly properties: v.InferOutput<typeof propertiesOf.api>;
  readonly routes: readonly ApiRoute[];
  readonly stages: readonly StageProperties[];
}

export interface ApiLocation {
  /** Of the AWS::ApiGatewayV2::Api, as in `template.resources`. */
  readonly api: string;
  readonly template: ResolvedTemplate;
  readonly context: CloudContext;
}

/** Gathers what the template says of one API; a reference that leads nowhere is an error that names it. */
export function readApi({ api, template, context }: ApiLocation): ApiDefinition {
  const resource = template.resources.get(api);
  if (resource?.type !== 'AWS::ApiGatewayV2::Api') throw new Error(`${api}: no such API in the template`);
  const apiId = resource.ref;
  const integrations = new Map(partsOf('Integration', propertiesOf.integration));
  const authorizers = new Map(partsOf('Authorizer', propertiesOf.authorizer));
  return {
    apiId,
    arn: `arn:${context.partition}:execute-api:${context.region}:${context.accountId}:${apiId}`,
    properties: v.parse(propertiesOf.api, resource.properties),
    routes: partsOf('Route', propertiesOf.route).map(([, route]) => readRoute(route)),
    stages: partsOf('Stage', propertiesOf.stage).map(([, stage]) => stage),
  };

  function partsOf<T extends { ApiId: string }>(type: string, schema: v.GenericSchema<unknown, T>) {
    return [...template.resources.values()]
      .filter((part) => part.type === `AWS::ApiGatewayV2::${type}` && part.properties.ApiId === apiId)
      .map((part): [string, T] => [part.ref, v.parse(schema, part.properties)]);
  }

  function readRoute(route: v.InferOutput<typeof propertiesOf.route>): ApiRoute {
    const integration = integrations.get(route.Target.slice('integrations/'.length));
    if (!integration) throw new Error(`${api}, route ${route.RouteKey}: no integration ${route.Target}`);
    return {
      routeKey: route.RouteKey,
      functionArn: functionArnIn(integration.IntegrationUri),
      timeoutMs: integration.TimeoutInMillis,
      authorizer: readAuthorizer(route),
      scopes: route.AuthorizationScopes ?? [],
      returnsResponse: route.RouteResponseSelectionExpression !== undefined,
    };
  }

  function readAuthorizer(route: v.InferOutput<typeof propertiesOf.route>): RouteAuthorizer | undefined {
    const { AuthorizationType: type = 'NONE', AuthorizerId: id = '' } = route;
    if (type === 'NONE') return undefined;
    const properties = authorizers.get(id);
    if (properties?.AuthorizerType !== (type === 'JWT' ? 'JWT' : 'REQUEST')) {
      throw new Error(`${api}, route ${route.RouteKey}: no ${type} authorizer ${id}`);
    }
    return { id, properties };
  }
}

/** Every function that a request to the route may need. */
export function functionArnsOf({ functionArn, authorizer }: ApiRoute): string[] {
  return authorizer?.properties.AuthorizerType === 'REQUEST'
    ? [functionArn, functionArnIn(authorizer.properties.AuthorizerUri)]
    : [functionArn];
}

/** An integration names its function plainly or as `…:lambda:path/2015-03-31/functions/<arn>/invocations`. */
export function functionArnIn(uri: string): string {
  return /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}
