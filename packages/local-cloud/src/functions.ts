import type { CredentialStore, Credentials } from './credentials.ts';
import { codeAssets } from './lambda/code-assets.ts';
import { createFunction, type LocalFunction } from './lambda/create-function.ts';
import type { InvocationResult } from './lambda/lambda-function.ts';
import type { LogEntry } from './lambda/log-entry.ts';
import { lambdaResources } from './lambda/resources.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from './template/resolved-template.ts';
import type { DeploymentContext } from './template/resource-type.ts';

export interface DeployedFunction extends LocalFunction {
  /** Of the function's role. */
  readonly credentials: Credentials;
}

export interface FunctionsInput {
  readonly template: ResolvedTemplate;
  readonly context: DeploymentContext;
  readonly credentials: CredentialStore;
  /** Holds the bundles. */
  readonly assets: string;
  /** The base of the API Gateway Management API. */
  readonly callbackUrl: string;
  /** Values for variables that the template declares, as one would change them in the console. */
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (entry: LogEntry) => void;
  readonly intercept: InterceptInvocation | undefined;
}

/** Stands before every invocation of a function, named by its logical id: may wait, refuse it, or lose its answer. */
export type InterceptInvocation = (
  logicalId: string,
  invoke: () => Promise<InvocationResult>,
) => Promise<InvocationResult>;

export interface DeployedFunctions {
  readonly all: readonly DeployedFunction[];
  /** By ARN, name or logical id; throws when there is none. */
  named(name: string): DeployedFunction;
  /** Starts a process of each ahead of its first invocation. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** Every Lambda function of the template. Rejects when the code of one is missing. */
export async function createFunctions(input: FunctionsInput): Promise<DeployedFunctions> {
  const assets = await codeAssets(input.assets);
  const all = resourcesOf(input.template, 'AWS::Lambda::Function').map((resource) =>
    deploy(resource, assets, input),
  );
  return {
    all,
    named(name) {
      const found = all.find(
        ({ arn, logicalId }) => [arn, logicalId].includes(name) || arn.endsWith(`:function:${name}`),
      );
      if (!found) throw new Error(`the template has no function ${name}`);
      return found;
    },
    async warm() {
      await Promise.all(all.map((fn) => fn.warm()));
    },
    async close() {
      await Promise.all(all.map((fn) => fn.close()));
    },
  };
}

function deploy(
  resource: ResolvedResource,
  assets: ReadonlyMap<string, string>,
  { context, credentials: store, callbackUrl, settings, log, intercept }: FunctionsInput,
): DeployedFunction {
  const { logicalId } = resource;
  const type = lambdaResources['AWS::Lambda::Function'];
  const name = type?.ref(resource, context) ?? logicalId;
  const properties = withSettings(resource.properties, settings);
  const { Code, Role } = properties as { Code: { S3Key: string }; Role: string };
  const codeDirectory = assets.get(Code.S3Key);
  if (codeDirectory === undefined) throw new Error(`${logicalId}: no asset ${Code.S3Key} was synthesized`);
  const credentials = store.issue({ kind: 'role', name, roleArn: Role });
  const endpoints = {
    AWS_ENDPOINT_URL: context.endpointUrl,
    AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: callbackUrl,
  };
  const access = { region: context.region, credentials, endpoints };
  const arn = type?.attributes.Arn?.(resource, context) as string;
  const fn = createFunction({ logicalId, name, arn, properties, codeDirectory, access, log });
  if (!intercept) return { ...fn, credentials };
  const invoke: LocalFunction['invoke'] = (event, trace) =>
    intercept(logicalId, () => fn.invoke(event, trace));
  return { ...fn, invoke, credentials };
}

function withSettings(
  properties: Record<string, unknown>,
  settings: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, string> };
  const changed = Object.entries(settings).filter(([name]) => name in Variables);
  return { ...properties, Environment: { Variables: { ...Variables, ...Object.fromEntries(changed) } } };
}
