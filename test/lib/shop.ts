import { Template } from 'aws-cdk-lib/assertions';
import { synthesized } from './synthesized.ts';

type Properties = Record<string, unknown>;

interface TemplateJson {
  readonly Resources: Record<string, { Type: string; Properties?: Properties; DeletionPolicy?: string }>;
  readonly Outputs: Record<string, { Value: unknown }>;
}

/** The functions that fill and empty the bucket while the stack is deployed or destroyed, and their roles. */
export const deployers = /CustomCDKBucketDeployment|CustomS3AutoDeleteObjects/;

/** A template with every reference written as text: `CoffeeOrdersTableOrders.Arn`, `${AWS::Region}`. */
export class Shop {
  readonly json: TemplateJson;

  /** @param stack the template of any stack, or the props of the shop's */
  constructor(stack: Template | Parameters<typeof synthesized>[0] = {}) {
    const template = stack instanceof Template ? stack : synthesized(stack);
    this.json = template.toJSON() as TemplateJson;
  }

  /** Properties of all resources of a type by their names, but for what the CDK itself uses to deploy. */
  all(type: string): Record<string, Properties> {
    const found = Object.entries(this.json.Resources).filter(
      ([id, resource]) => resource.Type === type && !deployers.test(id),
    );
    return Object.fromEntries(
      found.map(([id, { Properties = {} }]) => [nameOf(id), readable(Properties) as Properties]),
    );
  }

  /** Properties of one resource. Throws when there is none of that name. */
  one(type: string, name: string): Properties {
    const properties = this.all(type)[name];
    if (!properties)
      throw new Error(`no ${type} is called ${name}: ${Object.keys(this.all(type)).join(', ')}`);
    return properties;
  }

  /** Who may use the routes of an API: `NONE`, or the kind of authorizer and its name. */
  routes(api: string): Record<string, string> {
    const routes = Object.values(this.all('AWS::ApiGatewayV2::Route')).filter(({ ApiId }) => ApiId === api);
    const authorization = routes.map(({ RouteKey, AuthorizationType, AuthorizerId }) => [
      RouteKey,
      [AuthorizationType, AuthorizerId].filter(Boolean).join(' '),
    ]);
    return Object.fromEntries(authorization);
  }

  deletionPolicy(name: string): string | undefined {
    return Object.entries(this.json.Resources).find(([id]) => nameOf(id) === name)?.[1].DeletionPolicy;
  }

  get outputs(): Record<string, unknown> {
    const all = Object.entries(this.json.Outputs);
    return Object.fromEntries(all.map(([name, { Value }]) => [name, readable(Value)]));
  }
}

/** Without the hash that CDK appends. */
function nameOf(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const [[key, inner] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0 && key === 'Ref') return reference(String(inner));
  if (more.length === 0 && key === 'Fn::GetAtt') return attribute(inner as [string, string]);
  if (more.length === 0 && key === 'Fn::Join') return joined(inner as [string, unknown[]]);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, readable(one)]));
}

function reference(id: string): string {
  return id.startsWith('AWS::') ? `\${${id}}` : nameOf(id);
}

function attribute([id, name]: [string, string]): string {
  return `${nameOf(id)}.${name}`;
}

function joined([separator, parts]: [string, unknown[]]): string {
  return parts.map((part) => String(readable(part))).join(separator);
}

/** As deployed without any context. */
export const shop = new Shop();
