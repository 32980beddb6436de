import { evaluateCondition } from './conditions.ts';
import { evaluate, noValue, type Scope } from './intrinsic-functions.ts';
import type { DeploymentContext, ResourceType, ResourceTypes, UnresolvedResource } from './resource-type.ts';
import { UnsupportedTemplateError } from './template-error.ts';
import type { Template } from './template-schema.ts';

export interface ScopeInput {
  readonly template: Template;
  readonly types: ResourceTypes;
  readonly context: DeploymentContext;
  /** Given values of parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly attempt: Scope['attempt'];
  /** What a stack of the app exports by this name. */
  exported(name: string): unknown;
  /** An output of a stack of the app. */
  output(stackName: string, name: string): unknown;
}

/** Gives the names of a template their meaning in a deployment context. */
export function createScope(input: ScopeInput): Scope {
  const { template, types, context, attempt } = input;
  const scope: Scope = {
    ref,
    attribute,
    condition,
    attempt,
    mapped,
    region: context.region,
    imported: (name, path) =>
      found(input.exported(name), path, `no stack of the app exports ${name}`, 'add the stack that does'),
    output: (stackName, name, path) =>
      found(
        input.output(stackName, name),
        path,
        `no stack ${stackName} of the app has an output ${name}`,
        'add it',
      ),
    localized: (text) => localized(text, context),
  };
  return scope;

  function ref(name: string, path: string): unknown {
    const pseudo = pseudoParameter(name, context);
    if (pseudo !== undefined) return pseudo;
    if (name in template.Parameters) return parameterValue(name, input, path);
    const { resource, type } = find(name, path);
    return type.ref(resource, context);
  }

  function attribute(logicalId: string, name: string, path: string): string {
    const { resource, type, typeName } = find(logicalId, path);
    const read = type.attributes[name];
    if (read !== undefined) return read(resource, context);
    const remedy = `it knows ${Object.keys(type.attributes).join(', ') || 'none'}`;
    throw new UnsupportedTemplateError(path, `no attribute ${name} of ${logicalId} (${typeName})`, remedy);
  }

  function condition(name: string, path: string): boolean {
    const expression = template.Conditions[name];
    if (expression !== undefined) return evaluateCondition(expression, scope, `Conditions.${name}`);
    throw new UnsupportedTemplateError(path, `there is no condition ${name}`, 'check its name');
  }

  function mapped(map: string, first: string, second: string): unknown {
    return template.Mappings[map]?.[first]?.[second];
  }

  function find(logicalId: string, path: string): Found {
    const resource = template.Resources[logicalId];
    if (resource === undefined) {
      throw new UnsupportedTemplateError(
        path,
        `${logicalId} is neither a resource nor a parameter`,
        'check its name',
      );
    }
    const properties = readOnDemand(resource.Properties, (value, key) =>
      evaluate(value, scope, `${logicalId}.${key}`),
    );
    const type = typeOf(resource.Type, types, logicalId);
    return { resource: { logicalId, properties }, type, typeName: resource.Type };
  }
}

interface Found {
  readonly resource: UnresolvedResource;
  readonly type: ResourceType;
  readonly typeName: string;
}

/** The local cloud's knowledge of a resource type. Throws `UnsupportedTemplateError` if there is none. */
export function typeOf(typeName: string, types: ResourceTypes, logicalId: string): ResourceType {
  const type = types[typeName];
  if (type !== undefined) return type;
  const remedy = 'leave it out where the app runs locally';
  throw new UnsupportedTemplateError(logicalId, `the local cloud does not know the type ${typeName}`, remedy);
}

/** Reading one property must not need what the others refer to. */
function readOnDemand(
  members: Record<string, unknown>,
  read: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  const getters = Object.entries(members).map(([key, value]) => [
    key,
    { enumerable: true, get: () => read(value, key) },
  ]);
  return Object.defineProperties({}, Object.fromEntries(getters));
}

function found(value: unknown, path: string, problem: string, remedy: string): unknown {
  if (value !== undefined) return value;
  throw new UnsupportedTemplateError(path, problem, remedy);
}

function localized(text: string, { localUrls = {} }: DeploymentContext): string {
  return Object.entries(localUrls).reduce((all, [remote, local]) => all.replaceAll(remote, local), text);
}

function pseudoParameter(name: string, context: DeploymentContext): unknown {
  const { accountId, region, partition, urlSuffix, stackName } = context;
  const values: Record<string, unknown> = {
    'AWS::AccountId': accountId,
    'AWS::NotificationARNs': [],
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::URLSuffix': urlSuffix,
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
    'AWS::NoValue': noValue,
  };
  return values[name];
}

function parameterValue(name: string, { template, parameters }: ScopeInput, path: string): unknown {
  const { Type = '', Default } = template.Parameters[name] ?? {};
  // The default of a parameter from the Systems Manager store is the name of the value, not the value.
  const value = parameters[name] ?? (Type.startsWith('AWS::SSM::') ? undefined : Default);
  if (value === undefined) {
    const remedy = `give it one with --parameter ${name}=…`;
    throw new UnsupportedTemplateError(path, `parameter ${name} (${Type}) has no value here`, remedy);
  }
  return /^(CommaDelimitedList|List<|AWS::SSM::Parameter::Value<(CommaDelimitedList|List<))/.test(Type)
    ? String(value).split(',')
    : String(value);
}
