import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Stack, SynthesizedTemplate } from '../template/stack.ts';

/** What a CDK app synthesizes to: all of its stacks. */
export interface CloudAssembly {
  readonly stacks: readonly Stack[];
  /** That the stacks name; without it the local cloud has its own. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

const manifestSchema = v.object({
  artifacts: v.optional(v.record(v.string(), v.looseObject({ type: v.string() })), {}),
  missing: v.optional(v.array(v.looseObject({ provider: v.string(), key: v.string() })), []),
});

const stackArtifact = v.object({
  environment: v.string(),
  properties: v.object({ templateFile: v.string(), stackName: v.optional(v.string()) }),
  dependencies: v.optional(v.array(v.string()), []),
});

const nestedArtifact = v.object({ properties: v.object({ directoryName: v.string() }) });

interface Artifact {
  readonly id: string;
  readonly stack: Stack;
  readonly environment: string;
  readonly dependencies: readonly string[];
}

/**
 * Reads what was synthesized to `directory`, the assemblies of stages too; each stack comes after those it depends on.
 * Rejects with one line when there is none, or when the app asks for what only an AWS account knows.
 */
export async function readAssembly(directory: string): Promise<CloudAssembly> {
  const artifacts = dependenciesFirst(await artifactsIn(directory));
  if (artifacts.length === 0) throw new Error(`${directory} holds no stack`);
  const environments = artifacts.map(({ environment }) => environment);
  return {
    stacks: artifacts.map(({ stack }) => stack),
    account: theOne('account', environments, /^aws:\/\/(\d{12})\//),
    region: theOne('region', environments, /\/(?!unknown-)([a-z0-9-]+)$/),
  };
}

/** The assembly with each of its templates changed. */
export function changeTemplates(
  { stacks, ...rest }: CloudAssembly,
  change: (template: SynthesizedTemplate) => SynthesizedTemplate,
): CloudAssembly {
  return { ...rest, stacks: stacks.map((stack) => ({ ...stack, template: change(stack.template) })) };
}

async function artifactsIn(directory: string): Promise<readonly Artifact[]> {
  const { artifacts, missing } = v.parse(manifestSchema, await readManifest(directory));
  if (missing.length > 0) {
    const keys = missing.map(({ provider, key }) => `${provider} (${key})`).join(', ');
    throw new Error(`the app looks up in an AWS account: ${keys}; put the answers in cdk.context.json`);
  }
  const found = Object.entries(artifacts).map(async ([id, artifact]) => {
    if (artifact.type === 'aws:cloudformation:stack') return [await readStack(id, artifact, directory)];
    if (artifact.type !== 'cdk:cloud-assembly') return [];
    const { directoryName } = v.parse(nestedArtifact, artifact).properties;
    return artifactsIn(join(directory, directoryName));
  });
  return (await Promise.all(found)).flat();
}

async function readManifest(directory: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8'));
  } catch (cause) {
    throw new Error(`${directory} holds nothing that a CDK app has synthesized`, { cause });
  }
}

async function readStack(id: string, artifact: object, directory: string): Promise<Artifact> {
  const { environment, properties, dependencies } = v.parse(stackArtifact, artifact);
  const template = JSON.parse(await readFile(join(directory, properties.templateFile), 'utf8'));
  const stack = { name: properties.stackName ?? id, template, directory };
  return { id, stack, environment, dependencies };
}

function dependenciesFirst(artifacts: readonly Artifact[]): readonly Artifact[] {
  const ordered = new Set<Artifact>();
  const add = (artifact: Artifact) => {
    for (const id of artifact.dependencies) {
      const dependency = artifacts.find((one) => one.id === id);
      if (dependency && !ordered.has(dependency)) add(dependency);
    }
    ordered.add(artifact);
  };
  for (const artifact of artifacts) add(artifact);
  return [...ordered];
}

/** The local cloud is one account in one region. */
function theOne(what: string, environments: readonly string[], pattern: RegExp): string | undefined {
  const named = new Set(environments.flatMap((environment) => pattern.exec(environment)?.[1] ?? []));
  if (named.size < 2) return [...named][0];
  throw new Error(`the stacks are of several ${what}s (${[...named].join(', ')}): the local cloud is one`);
}
