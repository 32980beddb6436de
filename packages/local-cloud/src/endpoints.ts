import * as v from 'valibot';
import { physicalId } from './api-gateway/physical-id.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from './template/resolved-template.ts';
import type { DeploymentContext } from './template/resource-type.ts';

/** What the APIs of the template are to their clients. */
export interface ApiEndpoints {
  /** Logical ids. */
  readonly httpApi: string;
  readonly liveApi: string;
  /** Physical id of the WebSocket API. */
  readonly liveApiId: string;
  readonly liveStage: string;
  /** Of the HTTP API's JWT authorizer. */
  readonly issuer: string;
  readonly clientId: string;
}

const jwtAuthorizer = v.object({
  JwtConfiguration: v.object({ Issuer: v.string(), Audience: v.tupleWithRest([v.string()], v.string()) }),
});

/** Throws unless the template has one HTTP API with a JWT authorizer and one WebSocket API with a stage. */
export function apiEndpoints(template: ResolvedTemplate, context: DeploymentContext): ApiEndpoints {
  const apiOf = (protocol: string) =>
    only(
      resourcesOf(template, 'AWS::ApiGatewayV2::Api').filter(
        (api) => api.properties.ProtocolType === protocol,
      ),
      `API of protocol ${protocol}`,
    ).logicalId;
  const [httpApi, liveApi] = [apiOf('HTTP'), apiOf('WEBSOCKET')];
  const liveApiId = physicalId(liveApi, context);
  const stage = only(
    resourcesOf(template, 'AWS::ApiGatewayV2::Stage').filter(
      ({ properties }) => properties.ApiId === liveApiId,
    ),
    'stage of the WebSocket API',
  );
  const authorizer = only(
    resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer').filter(
      ({ properties }) => properties.AuthorizerType === 'JWT',
    ),
    'JWT authorizer',
  );
  const { Issuer, Audience } = v.parse(jwtAuthorizer, authorizer.properties).JwtConfiguration;
  const liveStage = String(stage.properties.StageName);
  return { httpApi, liveApi, liveApiId, liveStage, issuer: Issuer, clientId: Audience[0] };
}

function only(found: readonly ResolvedResource[], what: string): ResolvedResource {
  const [resource] = found;
  if (found.length !== 1 || !resource) {
    throw new Error(`the template has ${found.length} of what the local cloud runs one of: ${what}`);
  }
  return resource;
}
