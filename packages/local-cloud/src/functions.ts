import type { CredentialStore, Credentials } from './credentials.ts';
import { codeAssets } from './lambda/code-assets.ts';
import { codeDirectory } from './lambda/code-directory.ts';
import { createFunction, type LocalFunction } from './lambda/create-function.ts';
import type { InvocationResult } from './lambda/lambda-function.ts';
import type { LogEntry } from './lambda/log-entry.ts';
import { type Inspection, inspected } from './template/inspection.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from './template/resolved-template.ts';
import type { CloudContext } from './template/resource-type.ts';
import type { Stack } from './template/stack.ts';

export interface DeployedFunction extends LocalFunction {
  /** Of the function's role. */
  readonly credentials: Credentials;
}

export interface FunctionsInput {
  readonly template: ResolvedTemplate;
  readonly context: CloudContext;
  readonly credentials: CredentialStore;
  /** Their folders hold the code. */
  readonly stacks: readonly Stack[];
  /** The base of the API Gateway Management API, where the app has one WebSocket API. */
  readonly callbackUrl: string | undefined;
  /** Values for variables that the templates declare, as one would change them in the console. */
  readonly environment: Readonly<Record<string, string>>;
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
  /** By ARN, that of a version or an alias too, by name or logical id; throws when there is none. */
  named(name: string): DeployedFunction;
  /** Gives the functions of these logical ids the code that they have in another synthesis of the app. */
  reload(template: ResolvedTemplate, stacks: readonly Stack[], logicalIds: readonly string[]): Promise<void>;
  /** Starts a process of each ahead of its first invocation. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** Every Lambda function of the app. Rejects when the code of one is missing. */
export async function createFunctions(input: FunctionsInput): Promise<DeployedFunctions> {
  const code = await codeOf(input.template, input.stacks);
  const all = code.map(({ resource, directory }) => deploy(resource, directory, input));
  const qualified = resourcesOf(input.template, 'AWS::Lambda::Alias', 'AWS::Lambda::Version').map(
    ({ ref }) => ref,
  );
  return {
    all,
    named(name) {
      const [, fn = name, qualifier] = /^(arn:(?:[^:]*:){5}[^:]+):([^:]+)$/.exec(name) ?? [];
      const found = all.find(
        ({ arn, logicalId }) => [arn, logicalId].includes(fn) || arn.endsWith(`:function:${fn}`),
      );
      const isKnown = qualifier === undefined || qualifier === '$LATEST' || qualified.includes(name);
      if (!found || !isKnown) throw new Error(`the app has no function ${name}`);
      if (qualifier === undefined) return found;
      return { ...found, invoke: (event, trace) => found.invoke(event, trace, name) };
    },
    async reload(template, stacks, logicalIds) {
      for (const { resource, directory } of await codeOf(template, stacks)) {
        if (!logicalIds.includes(resource.logicalId)) continue;
        all.find(({ arn }) => arn === resource.attribute('Arn'))?.reload(directory);
      }
    },
    async warm() {
      await Promise.all(all.map((fn) => fn.warm()));
    },
    async close() {
      await Promise.all(all.map((fn) => fn.close()));
    },
  };
}

interface Code {
  readonly resource: ResolvedResource;
  readonly directory: string;
}

/** Looks for the code of every function. */
export async function inspectCode(
  template: ResolvedTemplate,
  stacks: readonly Stack[],
  inspection: Inspection,
): Promise<void> {
  await codeOf(template, stacks, inspection);
}

async function codeOf(
  template: ResolvedTemplate,
  stacks: readonly Stack[],
  { attemptAsync } = inspected,
): Promise<readonly Code[]> {
  const folders = new Map(stacks.map(({ name, directory }) => [name, directory]));
  const assets = await codeAssets([...new Set(folders.values())]);
  const code = resourcesOf(template, 'AWS::Lambda::Function').map((resource) =>
    attemptAsync(resource, async () => ({
      resource,
      directory: await codeDirectory(resource, assets, folders.get(resource.stackName) ?? ''),
    })),
  );
  return (await Promise.all(code)).filter((one) => one !== undefined);
}

function deploy(
  resource: ResolvedResource,
  directory: string,
  { context, credentials: store, callbackUrl, environment, log, intercept }: FunctionsInput,
): DeployedFunction {
  const { logicalId, ref: name } = resource;
  const properties = withEnvironment(resource.properties, environment);
  const credentials = store.issue({ kind: 'role', name, roleArn: String(properties.Role) });
  const endpoints = {
    AWS_ENDPOINT_URL: context.endpointUrl,
    ...(callbackUrl !== undefined && { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: callbackUrl }),
  };
  const access = { region: context.region, credentials, endpoints };
  const arn = resource.attribute('Arn');
  const fn = createFunction({ logicalId, name, arn, properties, codeDirectory: directory, access, log });
  if (!intercept) return { ...fn, credentials };
  const invoke: LocalFunction['invoke'] = (...invocation) =>
    intercept(logicalId, () => fn.invoke(...invocation));
  return { ...fn, invoke, credentials };
}

function withEnvironment(
  properties: Record<string, unknown>,
  environment: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, string> };
  const changed = Object.entries(environment).filter(([name]) => name in Variables);
  return { ...properties, Environment: { Variables: { ...Variables, ...Object.fromEntries(changed) } } };
}
