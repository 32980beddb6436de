import type { Inspection } from '../template/inspection.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { UnsupportedTemplateError } from '../template/template-error.ts';

/** What the parts of an API have to be for each other, beyond what each is alone. */
export function inspectApis(template: ResolvedTemplate, { attempt }: Inspection): void {
  const apis = resourcesOf(template, 'AWS::ApiGatewayV2::Api');
  const partsOf = (type: string, apiId: string) =>
    resourcesOf(template, `AWS::ApiGatewayV2::${type}`).filter(
      ({ properties }) => properties.ApiId === apiId,
    );

  for (const api of apis) {
    const isHttp = api.properties.ProtocolType === 'HTTP';
    if (!isHttp && partsOf('Stage', api.ref).length !== 1) attempt(api, () => refuseStages(api.logicalId));
    for (const one of isHttp ? partsOf('Integration', api.ref) : [])
      attempt(one, () => requirePayload(one.logicalId, one.properties.PayloadFormatVersion));
    for (const one of partsOf('Authorizer', api.ref))
      attempt(one, () => requireAuthorizer(one.logicalId, one.properties.AuthorizerType, isHttp));
  }
}

function refuseStages(logicalId: string): never {
  const remedy = 'give it one, or make an API for each';
  throw new UnsupportedTemplateError(logicalId, 'a WebSocket API needs exactly one stage here', remedy);
}

function requirePayload(logicalId: string, version: unknown): void {
  if (version === '2.0') return;
  throw new UnsupportedTemplateError(
    `${logicalId}.PayloadFormatVersion`,
    'the local cloud calls functions of HTTP APIs with payload format 2.0 alone',
    'set it to 2.0',
  );
}

function requireAuthorizer(logicalId: string, type: unknown, isHttp: boolean): void {
  if ((type === 'JWT') === isHttp) return;
  const [kind, known] = isHttp ? ['HTTP', 'JWT'] : ['WebSocket', 'REQUEST'];
  throw new UnsupportedTemplateError(
    `${logicalId}.AuthorizerType`,
    `${kind} APIs have ${known} authorizers only here`,
    'leave it out where the app runs locally',
  );
}
