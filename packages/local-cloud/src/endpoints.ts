import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from './template/resolved-template.ts';
import type { CloudContext } from './template/resource-type.ts';

/** An API of the app and where it is reached. */
export interface ApiEndpoint {
  readonly api: ResolvedResource;
  /** As in `template.resources`. */
  readonly id: string;
  readonly protocol: 'HTTP' | 'WEBSOCKET';
  /** Of a WebSocket API, whose path its name is. */
  readonly stage: string;
  /** Which of the public servers has it; 0 is the one at the port that was asked for. */
  readonly server: number;
}

/**
 * Gives every API a server on which nothing is in its way: one HTTP API each, as it is at the root, and any number of
 * WebSocket APIs with stages of different names. So the first of each kind share the first server.
 */
export function apiEndpoints(template: ResolvedTemplate): readonly ApiEndpoint[] {
  const taken = new Set<string>();
  return [...template.resources].flatMap(([id, api]) => {
    if (api.type !== 'AWS::ApiGatewayV2::Api') return [];
    const protocol = api.properties.ProtocolType === 'WEBSOCKET' ? 'WEBSOCKET' : 'HTTP';
    const stage = protocol === 'WEBSOCKET' ? stageOf(api, template) : '';
    let server = 0;
    while (taken.has(`${server} ${protocol} ${stage}`)) server += 1;
    taken.add(`${server} ${protocol} ${stage}`);
    return [{ api, id, protocol, stage, server }];
  });
}

function stageOf({ ref }: ResolvedResource, template: ResolvedTemplate): string {
  const stages = resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
  return stages.find(({ properties }) => properties.ApiId === ref)?.ref ?? '';
}

/** The context with the addresses that the servers give to the APIs and the issuer. */
export function withAddresses(
  context: CloudContext,
  template: ResolvedTemplate,
  endpoints: readonly ApiEndpoint[],
  serverUrls: readonly string[],
  issuerUrl: string,
): CloudContext {
  const { region, urlSuffix, endpointUrl } = context;
  const apiUrls = Object.fromEntries(
    endpoints.map(({ api, server }) => [api.ref, String(serverUrls[server])]),
  );
  const apis = endpoints.flatMap(({ api: { ref }, protocol }) => {
    const host = `${ref}.execute-api.${region}.${urlSuffix}`;
    const url = String(apiUrls[ref]);
    if (protocol === 'HTTP') return [[`https://${host}`, url]];
    // Over HTTPS a WebSocket API is posted to its connections.
    return [
      [`wss://${host}`, url.replace(/^http/, 'ws')],
      [`https://${host}`, `${endpointUrl}/${ref}`],
    ];
  });
  const pools = resourcesOf(template, 'AWS::Cognito::UserPool').map(({ ref }) => [
    `https://cognito-idp.${region}.${urlSuffix}/${ref}`,
    issuerUrl,
  ]);
  const queues = [[`https://sqs.${region}.${urlSuffix}`, endpointUrl]];
  return { ...context, apiUrls, localUrls: Object.fromEntries([...apis, ...pools, ...queues]) };
}
