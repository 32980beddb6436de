import { createHttpApi, type HttpApi } from './api-gateway/http/http-api.ts';
import type { WebSocketLimits } from './api-gateway/web-socket/limits.ts';
import { createWebSocketApi, type WebSocketApi } from './api-gateway/web-socket/web-socket-api.ts';
import type { ApiEndpoint } from './endpoints.ts';
import type { DeployedFunctions } from './functions.ts';
import type { Issuer } from './issuer/issuer.ts';
import { invokePermissions } from './lambda/invoke-permissions.ts';
import type { PublicServer } from './server/public-server.ts';
import type { Site } from './server/site.ts';
import { allSockets, type Sockets } from './sockets.ts';
import type { ResolvedTemplate } from './template/resolved-template.ts';
import type { CloudContext } from './template/resource-type.ts';

/** An API of the app and where it is. */
export interface CloudApi {
  /** As in `template.resources`. */
  readonly id: string;
  readonly protocol: 'HTTP' | 'WEBSOCKET';
  /** `http://localhost:3000` or `ws://localhost:3000/live` */
  readonly url: string;
}

/** All APIs of the app. */
export interface Gateway {
  readonly apis: readonly CloudApi[];
  readonly sockets: Sockets;
  /** The physical id of the WebSocket API that a call of `/@connections` is for. */
  apiIdOf(connection: { readonly apiId?: string | undefined; readonly id: string }): string;
  /** Lets clients in. Pages and issuer are at the first server. */
  open(site: Site | undefined, issuer: Issuer | undefined): void;
}

export interface GatewayInput {
  readonly endpoints: readonly ApiEndpoint[];
  readonly servers: readonly PublicServer[];
  readonly template: ResolvedTemplate;
  readonly context: CloudContext;
  readonly functions: DeployedFunctions;
  readonly limits: Partial<WebSocketLimits>;
  readonly log: (line: string) => void;
}

/** Throws if a route needs what is not there or not supported. */
export function createGateway(input: GatewayInput): Gateway {
  const { endpoints, servers } = input;
  const running = endpoints.map((endpoint) => run(endpoint, input));
  const webSocketApis = running.flatMap(({ webSocketApi }) => webSocketApi ?? []);
  const sockets = allSockets(webSocketApis);
  return {
    apis: running.map(({ api }) => api),
    sockets,
    apiIdOf: ({ apiId, id }) => apiId ?? sockets.apiIdOf(id) ?? webSocketApis[0]?.apiId ?? '',
    open(site, issuer) {
      servers.forEach((server, index) => {
        const here = running.filter((one) => one.server === index);
        server.serve({
          ...(index === 0 && { site, issuer }),
          httpApi: here.find(({ httpApi }) => httpApi)?.httpApi,
          webSocketApis: here.flatMap(({ webSocketApi }) => webSocketApi ?? []),
        });
      });
    },
  };
}

interface RunningApi {
  readonly server: number;
  readonly api: CloudApi;
  readonly httpApi?: HttpApi;
  readonly webSocketApi?: WebSocketApi;
}

function run({ id, protocol, stage, server }: ApiEndpoint, input: GatewayInput): RunningApi {
  const { template, context, functions, limits, log } = input;
  const { url = '' } = input.servers[server] ?? {};
  const parts = {
    api: id,
    template,
    // The events name the address at which the API was called.
    context: { ...context, publicUrl: url },
    functions: functions.named,
    mayInvoke: invokePermissions(template, 'apigateway.amazonaws.com', context.accountId),
    log,
  };
  if (protocol === 'HTTP') return { server, api: { id, protocol, url }, httpApi: createHttpApi(parts) };
  const api = { id, protocol, url: `${url.replace(/^http/, 'ws')}/${stage}` };
  return { server, api, webSocketApi: createWebSocketApi({ ...parts, limits }) };
}
