import { setAsideDeployTimeFunctions } from './deploy-time-functions.ts';
import type { Inspection } from './inspection.ts';
import { evaluate, evaluateMembers, type Scope } from './intrinsic-functions.ts';
import { holdsUnresolved, propertyProblems } from './property-problems.ts';
import type { ResolvedResource, ResolvedTemplate } from './resolved-template.ts';
import type { CloudContext, DeploymentContext, ResourceTypes } from './resource-type.ts';
import type { Stack, SynthesizedTemplate } from './stack.ts';
import { createTemplateProblems, type TemplateProblems } from './template-problems.ts';
import { parseTemplate, type Template, type TemplateResource } from './template-schema.ts';
import { createScope, typeOf } from './template-scope.ts';

export interface ResolveInput {
  readonly stacks: readonly Stack[];
  readonly types: ResourceTypes;
  readonly context: CloudContext;
  /** Values for parameters of the templates. @default their defaults */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/**
 * Resolves the synthesized templates as if they were deployed.
 * Throws `UnsupportedAppError` with a line for everything that the local cloud would have to ignore.
 */
export function resolveStacks(input: ResolveInput): ResolvedTemplate {
  const { template, throwProblems } = inspectStacks(input);
  throwProblems();
  return template;
}

export interface InspectedStacks {
  readonly template: ResolvedTemplate;
  readonly inspection: Inspection;
  /** Throws `UnsupportedAppError` if anything was found, by the inspection too. */
  throwProblems(): void;
}

/** The same, with whatever can be resolved: more can be looked at before all problems are thrown. */
export function inspectStacks(input: ResolveInput): InspectedStacks {
  const problems = createTemplateProblems();
  const deployments = new Map<string, Deployment>();
  for (const stack of input.stacks) {
    problems.attempt(stack, () => deployments.set(stack.name, deploy(stack, input, problems, deployments)));
  }
  const resolved = [...deployments.values()].map(resolveStack);
  return {
    template: {
      resources: byId(resolved.flatMap(({ resources }) => resources)),
      outputs: Object.fromEntries(resolved.map(({ name, outputs }) => [name, outputs])),
    },
    inspection: problems.inspectionOf(input.stacks),
    throwProblems: problems.throwIfAny,
  };
}

/** One template on its own. */
export function resolveTemplate(
  template: SynthesizedTemplate,
  types: ResourceTypes,
  context: DeploymentContext,
): ResolvedTemplate {
  const stack = { name: context.stackName, template, directory: '' };
  return resolveStacks({ stacks: [stack], types, context });
}

interface Deployment {
  readonly stack: Stack;
  readonly template: Template;
  readonly scope: Scope;
  readonly types: ResourceTypes;
  readonly context: DeploymentContext;
  readonly problems: TemplateProblems;
}

function deploy(
  stack: Stack,
  { types, context: cloud, parameters = {} }: ResolveInput,
  problems: TemplateProblems,
  deployments: ReadonlyMap<string, Deployment>,
): Deployment {
  const template = setAsideDeployTimeFunctions(parseTemplate(stack.template));
  const context = { ...cloud, stackName: stack.name };
  const scope = createScope({
    template,
    types,
    context,
    parameters,
    attempt: (work) => problems.attempt(stack, work),
    exported: (name) => exportedValue(name, [...deployments.values()]),
    output: (stackName, name) => outputValue(name, deployments.get(stackName)),
  });
  return { stack, template, scope, types, context, problems };
}

function exportedValue(name: string, deployments: readonly Deployment[]): unknown {
  for (const deployment of deployments) {
    const found = Object.entries(deployment.template.Outputs).find(
      ([key, { Export }]) => Export && evaluate(Export.Name, deployment.scope, `Outputs.${key}`) === name,
    );
    if (found) return outputValue(found[0], deployment);
  }
  return undefined;
}

/** Undefined without such an output; `unresolved`, and noted with its own stack, if it holds something unsupported. */
function outputValue(name: string, deployment: Deployment | undefined): unknown {
  const output = deployment?.template.Outputs[name];
  if (deployment === undefined || output === undefined) return undefined;
  const { scope, stack, problems } = deployment;
  return problems.attempt(stack, () => evaluate(output.Value, scope, `Outputs.${name}.Value`));
}

interface ResolvedStack {
  readonly name: string;
  readonly resources: readonly ResolvedResource[];
  readonly outputs: Readonly<Record<string, string>>;
}

function resolveStack(deployment: Deployment): ResolvedStack {
  const { stack, template, problems } = deployment;
  const present = <T extends { Condition?: string | undefined }>(parts: Record<string, T>, path: string) =>
    Object.entries(parts).filter(([id, one]) =>
      problems.attempt(stack, () => isPresent(one, deployment, path + id)),
    );
  return {
    name: stack.name,
    resources: present(template.Resources, '').flatMap(([id, one]) => resolve(id, one, deployment)),
    outputs: Object.fromEntries(
      present(template.Outputs, 'Outputs.').map(([name]) => [name, String(outputValue(name, deployment))]),
    ),
  };
}

function isPresent(part: { Condition?: string | undefined }, { scope }: Deployment, path: string): boolean {
  return part.Condition === undefined || scope.condition(part.Condition, path);
}

/** None if its type is not known. */
function resolve(id: string, resource: TemplateResource, deployment: Deployment): ResolvedResource[] {
  const { stack, scope, types, context, problems } = deployment;
  const properties = evaluateMembers(resource.Properties, scope, id);
  const resolved: ResolvedResource[] = [];
  problems.attempt(stack, () => {
    const type = typeOf(resource.Type, types, id);
    const found = propertyProblems({ logicalId: id, type: resource.Type, properties }, type);
    for (const problem of found) problems.note(stack, problem);
    const named = { logicalId: id, properties };
    const one: ResolvedResource = {
      ...named,
      stackName: context.stackName,
      type: resource.Type,
      ref: type.ref(named, context),
      attribute: (name) => scope.attribute(id, name, id),
    };
    if (found.length > 0 || holdsUnresolved(properties)) problems.setAside(one);
    resolved.push(one);
  });
  return resolved;
}

function byId(resources: readonly ResolvedResource[]): ReadonlyMap<string, ResolvedResource> {
  const counts = new Map<string, number>();
  for (const { logicalId } of resources) counts.set(logicalId, (counts.get(logicalId) ?? 0) + 1);
  return new Map(
    resources.map((resource) => {
      const { logicalId, stackName } = resource;
      return [counts.get(logicalId) === 1 ? logicalId : `${stackName}/${logicalId}`, resource];
    }),
  );
}
