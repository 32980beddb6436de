import { createHttpApi } from './api-gateway/http/http-api.ts';
import { invokePermissions } from './api-gateway/permissions.ts';
import type { WebSocketLimits } from './api-gateway/web-socket/limits.ts';
import { createWebSocketApi, type WebSocketApi } from './api-gateway/web-socket/web-socket-api.ts';
import { type Credentials, createCredentialStore } from './credentials.ts';
import { startTables, type Tables } from './dynamodb/start-tables.ts';
import type { Intercept } from './endpoint/endpoint-wiring.ts';
import { type Endpoint, startEndpoint } from './endpoint/start-endpoint.ts';
import { apiEndpoints } from './endpoints.ts';
import type { Schedule } from './event-sources/schedule/schedule.ts';
import { startEventSources } from './event-sources/start-event-sources.ts';
import { openCheckpoints } from './event-sources/stream/checkpoint-store.ts';
import { createFunctions, type DeployedFunctions, type InterceptInvocation } from './functions.ts';
import { createAuthorizer } from './iam/authorizer.ts';
import { type Issuer, startIssuer } from './issuer/issuer.ts';
import type { LogEntry } from './lambda/log-entry.ts';
import { responseHeaders } from './page/response-headers.ts';
import { type PublicServer, startPublicServer } from './server/public-server.ts';
import { startQueues } from './sqs/start-queues.ts';
import { resolveTemplate } from './template/resolve-template.ts';
import { type ResolvedTemplate, resourcesOf } from './template/resolved-template.ts';
import type { DeploymentContext } from './template/resource-type.ts';
import { resourceTypes } from './template/resource-types.ts';
import { type DiskTroubleError, watchDisk } from './watch-disk.ts';

export interface CloudOptions {
  /** As synthesized. */
  readonly template: Record<string, unknown>;
  /** Where the synthesis put the bundles of the functions. */
  readonly assets: string;
  /** Of the page. */
  readonly webFolder: string;
  /** Of the contracts of the APIs, shown at `/docs`. @default not served */
  readonly contractsFolder?: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Where the data is kept. @default in memory */
  readonly dataDir?: string | undefined;
  /** Values for environment variables that functions of the template declare. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly limits?: Partial<WebSocketLimits>;
  /** Stands between every allowed AWS call and its service. */
  readonly intercept?: Intercept;
  /** Stands before every invocation of a function. */
  readonly interceptInvocation?: InterceptInvocation;
  /** Lines of the functions. */
  readonly onLog?: (entry: LogEntry) => void;
  /** `dataDir` takes no more data. What was written is safe, what is in memory is ahead of it: end the process. @default a notice */
  readonly onDiskTrouble?: (trouble: DiskTroubleError) => void;
  /** What the cloud itself has to say: denied calls, event sources in trouble. */
  readonly onNotice?: (line: string) => void;
}

export interface Cloud {
  /** Page and HTTP API: `http://localhost:3000` */
  readonly url: string;
  /** `ws://localhost:3000/live` */
  readonly liveUrl: string;
  readonly context: DeploymentContext;
  readonly template: ResolvedTemplate;
  readonly functions: DeployedFunctions;
  /** By logical id. */
  readonly schedules: ReadonlyMap<string, Schedule>;
  readonly issuer: Issuer;
  readonly sockets: WebSocketApi;
  readonly tables: Tables;
  /** May do everything at `context.endpointUrl`. */
  readonly rootCredentials: Credentials;
  /** Within two seconds; safe to call twice. */
  close(): Promise<void>;
}

/** The account of fauxqs. */
const accountId = '000000000000';
const region = 'us-east-1';

/** Runs a synthesized template on this machine. Rejects, with everything closed again, when it cannot. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { dataDir, onNotice = () => {}, onLog = () => {} } = options;
  const { onDiskTrouble = ({ message }) => onNotice(message) } = options;
  const watch = dataDir === undefined ? undefined : watchDisk(dataDir, onDiskTrouble);
  await using opening = new AsyncDisposableStack();
  const own = <T extends { close(): unknown }>(part: T): T =>
    opening.adopt(part, async ({ close }) => void (await close()));

  const server = own(await startPublicServer({ port: options.port, log: onNotice }));
  const endpoint = own(await startEndpoint());
  const context = contextOf(server, endpoint);
  const template = resolveTemplate(options.template, resourceTypes, context);
  const endpoints = apiEndpoints(template, context);
  const credentials = createCredentialStore();
  const tables = own(
    await startTables({ tables: resourcesOf(template, 'AWS::DynamoDB::Table'), context, dataDir, watch }),
  );
  const queues = own(
    await startQueues({ queues: resourcesOf(template, 'AWS::SQS::Queue'), context, dataDir, watch }),
  );
  const functions = own(
    await createFunctions({
      template,
      context,
      credentials,
      assets: options.assets,
      callbackUrl: `${context.endpointUrl}/${endpoints.liveStage}`,
      settings: { ALLOWED_ORIGINS: originsOf(server), ...options.settings },
      log: onLog,
      intercept: options.interceptInvocation,
    }),
  );
  const gateway = {
    template,
    context,
    functions: functions.named,
    mayInvoke: invokePermissions(template),
    log: onNotice,
  };
  const sockets = createWebSocketApi({
    ...gateway,
    api: endpoints.liveApi,
    ...(options.limits && { limits: options.limits }),
  });
  endpoint.serve({
    context,
    callers: credentials.callers,
    authorizer: createAuthorizer(template, context),
    tables,
    queues,
    connections: sockets,
    apiId: endpoints.liveApiId,
    intercept: options.intercept,
    onDenied: ({ message }) => onNotice(message),
    onUnserved: onNotice,
    onError: (error) => onNotice(`the local cloud failed: ${error instanceof Error ? error.stack : error}`),
  });
  const checkpoints = own(openCheckpoints(dataDir, watch));
  const issuer = await startIssuer({ publicUrl: server.url, clientId: endpoints.clientId, dataDir });
  const sources = own(
    startEventSources({ template, context, functions, tables, checkpoints, log: onNotice }),
  );

  const liveUrl = `${server.url.replace('http', 'ws')}${sockets.path}`;
  const auth = { issuer: endpoints.issuer, clientId: endpoints.clientId, scope: 'openid' };
  server.serve({
    webFolder: options.webFolder,
    contractsFolder: options.contractsFolder,
    pageHeaders: responseHeaders(template),
    config: { apiUrl: server.url, liveUrl, auth },
    issuer,
    httpApi: createHttpApi({ ...gateway, api: endpoints.httpApi }),
    webSocketApi: sockets,
  });
  await functions.warm();

  const everything = opening.move();
  return {
    url: server.url,
    liveUrl,
    context,
    template,
    functions,
    schedules: sources.schedules,
    issuer,
    sockets,
    tables,
    rootCredentials: credentials.issue({ kind: 'root', name: 'root' }),
    close: () => everything.disposeAsync(),
  };
}

function contextOf(server: PublicServer, endpoint: Endpoint): DeploymentContext {
  return {
    accountId,
    region,
    partition: 'aws',
    urlSuffix: 'amazonaws.com',
    stackName: 'SmartCoffee',
    endpointUrl: endpoint.url,
    publicUrl: server.url,
  };
}

/** The page is at home on both names of this machine. */
function originsOf({ url, port }: PublicServer): string {
  return `${url},http://127.0.0.1:${port}`;
}
