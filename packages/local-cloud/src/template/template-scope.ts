import { evaluateCondition } from './conditions.ts';
import { noValue, type Scope } from './intrinsic-functions.ts';
import type { DeploymentContext, ResourceType, ResourceTypes, UnresolvedResource } from './resource-type.ts';
import { UnsupportedTemplateError } from './template-error.ts';
import type { Template } from './template-schema.ts';

/** Gives the names of a template their meaning in a deployment context. */
export function createScope(template: Template, types: ResourceTypes, context: DeploymentContext): Scope {
  const scope: Scope = { ref, attribute, condition };
  return scope;

  function ref(name: string, path: string): unknown {
    const pseudo = pseudoParameter(name, context);
    if (pseudo !== undefined) return pseudo;
    if (name in template.Parameters) return parameterValue(name, template, path);
    const { resource, type } = find(name, path);
    return type.ref(resource, context);
  }

  function attribute(logicalId: string, name: string, path: string): string {
    const { resource, type, typeName } = find(logicalId, path);
    const read = type.attributes[name];
    if (read !== undefined) return read(resource, context);
    const remedy = `it knows ${Object.keys(type.attributes).join(', ') || 'none'}: add it to the type under local/`;
    throw new UnsupportedTemplateError(path, `no attribute ${name} of ${logicalId} (${typeName})`, remedy);
  }

  function condition(name: string, path: string): boolean {
    const expression = template.Conditions[name];
    if (expression !== undefined) return evaluateCondition(expression, scope, `Conditions.${name}`);
    throw new UnsupportedTemplateError(path, `there is no condition ${name}`, 'check its name');
  }

  function find(logicalId: string, path: string): Found {
    const found = template.Resources[logicalId];
    if (found === undefined) {
      throw new UnsupportedTemplateError(
        path,
        `${logicalId} is neither a resource nor a parameter`,
        'check its name',
      );
    }
    const resource = { logicalId, properties: found.Properties };
    return { resource, type: typeOf(found.Type, types, logicalId), typeName: found.Type };
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
  const remedy = 'implement it under local/ or list it in local/template/no-local-effect.ts';
  throw new UnsupportedTemplateError(logicalId, `the local cloud does not know the type ${typeName}`, remedy);
}

function pseudoParameter(name: string, context: DeploymentContext): unknown {
  const { accountId, region, partition, urlSuffix, stackName } = context;
  const values: Record<string, unknown> = {
    'AWS::AccountId': accountId,
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::URLSuffix': urlSuffix,
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
    'AWS::NoValue': noValue,
  };
  return values[name];
}

function parameterValue(name: string, template: Template, path: string): unknown {
  const parameter = template.Parameters[name];
  // A parameter from the Systems Manager store holds the name of the value, not the value.
  if (parameter?.Default === undefined || parameter.Type.startsWith('AWS::SSM::')) {
    throw new UnsupportedTemplateError(
      path,
      `parameter ${name} has no value here`,
      'give it a default of plain type',
    );
  }
  const isList = parameter.Type === 'CommaDelimitedList' || parameter.Type.startsWith('List<');
  return isList ? String(parameter.Default).split(',') : String(parameter.Default);
}
