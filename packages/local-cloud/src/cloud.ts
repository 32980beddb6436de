import type { WebSocketLimits } from './api-gateway/web-socket/limits.ts';
import type { CloudAssembly } from './assembly/read-assembly.ts';
import { type Credentials, createCredentialStore } from './credentials.ts';
import { dynamodbResources } from './dynamodb/resources.ts';
import { startTables, type Tables } from './dynamodb/start-tables.ts';
import type { Intercept } from './endpoint/endpoint-wiring.ts';
import { startEndpoint } from './endpoint/start-endpoint.ts';
import { type ApiEndpoint, apiEndpoints, withAddresses } from './endpoints.ts';
import { createAsyncInvocations } from './event-sources/async-invocations.ts';
import type { Schedule } from './event-sources/schedule/schedule.ts';
import { startEventSources } from './event-sources/start-event-sources.ts';
import { openCheckpoints } from './event-sources/stream/checkpoint-store.ts';
import { createFunctions, type DeployedFunctions, type InterceptInvocation } from './functions.ts';
import { type CloudApi, createGateway } from './gateway.ts';
import { createAuthorizer } from './iam/authorizer.ts';
import { startIssuerOf } from './issuer/app-issuer.ts';
import type { Issuer } from './issuer/issuer.ts';
import { issuerUrl } from './issuer/issuer-url.ts';
import type { LogEntry } from './lambda/log-entry.ts';
import { runtimeNotice } from './lambda/runtime-notice.ts';
import { responseHeaders } from './page/response-headers.ts';
import { viewerRequest } from './page/viewer-request.ts';
import { type Reload, reloadOf } from './reload.ts';
import { contextOf, inspectApp, resolveApp } from './resolve-app.ts';
import { type PublicServer, startPublicServer } from './server/public-server.ts';
import type { Site } from './server/site.ts';
import type { Sockets } from './sockets.ts';
import { openFauxqs } from './sqs/fauxqs.ts';
import { startQueues } from './sqs/start-queues.ts';
import { type ResolvedTemplate, resourcesOf } from './template/resolved-template.ts';
import type { CloudContext } from './template/resource-type.ts';
import type { SynthesizedTemplate } from './template/stack.ts';
import { startTopicsAndBuckets } from './topics-and-buckets.ts';
import { type DiskTroubleError, watchDisk } from './watch-disk.ts';

export interface CloudOptions {
  /** As synthesized. */
  readonly app: CloudAssembly;
  /** Made to each template as it is read. */
  readonly changeTemplate?: ((template: SynthesizedTemplate) => SynthesizedTemplate) | undefined;
  /** Of the first HTTP API; 0 takes any that is free. Further APIs of the same kind take the ports that follow. */
  readonly port: number;
  /** Where the data is kept. @default in memory */
  readonly dataDir?: string | undefined;
  /** Values for parameters of the templates. @default their defaults */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Values for environment variables that functions of the app declare. */
  readonly environment?: (addresses: Pick<Cloud, 'url'>) => Readonly<Record<string, string>>;
  /** Pages to serve beside the first HTTP API. @default none */
  readonly site?: (addresses: Pick<Cloud, 'url' | 'liveUrl' | 'template'>) => Site;
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
  /** Of the first HTTP API, and of the pages: `http://localhost:3000` */
  readonly url: string;
  /** Of the first WebSocket API: `ws://localhost:3000/live`. Throws if there is none. */
  readonly liveUrl: string;
  readonly apis: readonly CloudApi[];
  readonly context: CloudContext;
  readonly template: ResolvedTemplate;
  readonly functions: DeployedFunctions;
  /** By id, as in `template.resources`. */
  readonly schedules: ReadonlyMap<string, Schedule>;
  /** Stands for the app's user pools. Throws if it has none. */
  readonly issuer: Issuer;
  readonly sockets: Sockets;
  readonly tables: Tables;
  /** May do everything at `context.endpointUrl`. */
  readonly rootCredentials: Credentials;
  /** Goes on with the code of another synthesis of the app, if nothing else has changed in it. */
  readonly reload: Reload;
  /** Within two seconds; safe to call twice. */
  close(): Promise<void>;
}

/** Runs a synthesized app on this machine. Rejects, with everything closed again, when it cannot. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { app, dataDir, limits = {}, onNotice = () => {}, onLog = () => {} } = options;
  const { onDiskTrouble = ({ message }) => onNotice(message) } = options;
  // The templates say which APIs there are, and the APIs' addresses are in the templates.
  const draft = await inspectApp(options, contextOf(app, 'http://localhost', 'http://localhost'));
  const endpoints = apiEndpoints(draft);

  const watch = dataDir === undefined ? undefined : watchDisk(dataDir, onDiskTrouble);
  await using opening = new AsyncDisposableStack();
  const own = <T extends { close(): unknown }>(part: T): T =>
    opening.adopt(part, async ({ close }) => void (await close()));

  const servers: PublicServer[] = [];
  for (let index = 0; index < serversFor(endpoints); index += 1) {
    servers.push(own(await startPublicServer({ port: options.port && options.port + index, log: onNotice })));
  }
  const urls = servers.map(({ url }) => url);
  const [url = ''] = urls;
  const endpoint = own(await startEndpoint());
  const context = withAddresses(contextOf(app, endpoint.url, url), draft, endpoints, urls, issuerUrl(url));
  const template = resolveApp(options, context);
  const authorizer = createAuthorizer(template, context);
  const credentials = createCredentialStore();
  const tables = own(
    await startTables({
      tables: resourcesOf(template, ...Object.keys(dynamodbResources)),
      context,
      dataDir,
      watch,
    }),
  );
  const fauxqs = own(await openFauxqs(context.region, dataDir, watch));
  const queues = own(startQueues({ queues: resourcesOf(template, 'AWS::SQS::Queue'), fauxqs }));
  const functions = own(
    await createFunctions({
      template,
      context,
      credentials,
      stacks: app.stacks,
      callbackUrl: callbackUrl(endpoints, context),
      environment: options.environment?.({ url }) ?? {},
      log: onLog,
      intercept: options.interceptInvocation,
    }),
  );
  const invocations = own(createAsyncInvocations({ template, functions: functions.named, log: onNotice }));
  const { topics, buckets } = own(
    startTopicsAndBuckets({ template, context, fauxqs, queues, invocations, authorizer, log: onNotice }),
  );
  const gateway = createGateway({ endpoints, servers, template, context, functions, limits, log: onNotice });
  const { apis, sockets } = gateway;
  endpoint.serve({
    context,
    callers: credentials.callers,
    authorizer,
    tables,
    queues,
    topics,
    buckets,
    secretOf: credentials.secretOf,
    connections: sockets,
    apiIdOf: gateway.apiIdOf,
    intercept: options.intercept,
    onDenied: ({ message }) => onNotice(message),
    onUnserved: onNotice,
    onError: (error) => onNotice(`the local cloud failed: ${error instanceof Error ? error.stack : error}`),
  });
  const checkpoints = own(openCheckpoints(dataDir, watch));
  const issuer = await startIssuerOf(template, url, dataDir);
  const sources = own(
    startEventSources({ template, context, functions, tables, checkpoints, log: onNotice }),
  );

  gateway.open(siteOf(options, { url, template, apis }), issuer);
  await functions.warm();
  const notice = runtimeNotice(template);
  if (notice !== undefined) onNotice(notice);

  const everything = opening.move();
  return {
    url,
    get liveUrl() {
      return firstSocketUrl(apis);
    },
    apis,
    context,
    template,
    functions,
    schedules: sources.schedules,
    get issuer() {
      return existing(issuer, 'user pool');
    },
    sockets,
    tables,
    rootCredentials: credentials.issue({ kind: 'root', name: 'root' }),
    reload: reloadOf({ options, context, template, functions }),
    close: () => everything.disposeAsync(),
  };
}

/** One at least: it says that there is a cloud, and serves the pages. */
function serversFor(endpoints: readonly ApiEndpoint[]): number {
  return 1 + Math.max(0, ...endpoints.map(({ server }) => server));
}

function callbackUrl(endpoints: readonly ApiEndpoint[], context: CloudContext): string | undefined {
  const [only, ...others] = endpoints.filter(({ protocol }) => protocol === 'WEBSOCKET');
  return only && others.length === 0 ? `${context.endpointUrl}/${only.stage}` : undefined;
}

function siteOf(
  { site }: CloudOptions,
  { url, template, apis }: { url: string; template: ResolvedTemplate; apis: readonly CloudApi[] },
): Site | undefined {
  const addresses = {
    url,
    template,
    get liveUrl() {
      return firstSocketUrl(apis);
    },
  };
  const edge = { headers: responseHeaders(template), rewrite: viewerRequest(template) };
  return site && { ...edge, ...site(addresses) };
}

function firstSocketUrl(apis: readonly CloudApi[]): string {
  return existing(
    apis.find(({ protocol }) => protocol === 'WEBSOCKET'),
    'WebSocket API',
  ).url;
}

function existing<T>(part: T | undefined, what: string): T {
  if (part === undefined) throw new Error(`the app has no ${what}`);
  return part;
}
