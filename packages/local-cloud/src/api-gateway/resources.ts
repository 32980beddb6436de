import type { ResourceType, ResourceTypes } from '../template/resource-type.ts';
import { UnsupportedTemplateError } from '../template/template-error.ts';
import { physicalId } from './physical-id.ts';
import { propertiesOf } from './properties.ts';

const idOf: ResourceType['ref'] = ({ logicalId }, context) => physicalId(logicalId, context);

/** The API Gateway v2 resources that the local cloud runs. */
export const apiGatewayResources: ResourceTypes = {
  'AWS::ApiGatewayV2::Api': {
    properties: propertiesOf.api,
    ref: idOf,
    attributes: { ApiId: idOf, ApiEndpoint: apiEndpoint },
  },
  'AWS::ApiGatewayV2::Route': { properties: propertiesOf.route, ref: idOf, attributes: { RouteId: idOf } },
  'AWS::ApiGatewayV2::RouteResponse': {
    properties: propertiesOf.routeResponse,
    ref: idOf,
    attributes: { RouteResponseId: idOf },
  },
  'AWS::ApiGatewayV2::Integration': {
    properties: propertiesOf.integration,
    ref: idOf,
    attributes: { IntegrationId: idOf },
  },
  'AWS::ApiGatewayV2::Authorizer': {
    properties: propertiesOf.authorizer,
    ref: idOf,
    attributes: { AuthorizerId: idOf },
  },
  'AWS::ApiGatewayV2::Stage': { properties: propertiesOf.stage, ref: stageName, attributes: {} },
};

function apiEndpoint(...[api, context]: Parameters<ResourceType['ref']>): string {
  const url = context.apiUrls?.[idOf(api, context)] ?? context.publicUrl;
  return api.properties.ProtocolType === 'WEBSOCKET' ? url.replace(/^http/, 'ws') : url;
}

function stageName(...[stage]: Parameters<ResourceType['ref']>): string {
  const name = stage.properties.StageName;
  if (typeof name === 'string') return name;
  throw new UnsupportedTemplateError(`${stage.logicalId}.StageName`, 'a stage needs a name', 'give it one');
}
