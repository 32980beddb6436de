import { UnsupportedTemplateError } from './template-error.ts';

/** What the names in a template stand for. */
export interface Scope {
  /** May be `noValue`. */
  ref(name: string, path: string): unknown;
  attribute(logicalId: string, attribute: string, path: string): string;
  condition(name: string, path: string): boolean;
  /** The value that another stack of the app exports. */
  imported(name: string, path: string): unknown;
  /** An output of another stack of the app. */
  output(stackName: string, name: string, path: string): unknown;
  /** A value of the section `Mappings`; undefined without one. */
  mapped(map: string, first: string, second: string): unknown;
  readonly region: string;
  /** The text with the addresses that AWS would give to parts of the app replaced by those that they have here. */
  localized(text: string): string;
  /** What the work gives, or `unresolved` if it meets something unsupported, which is told at the end. */
  attempt(work: () => unknown): unknown;
}

/** What `AWS::NoValue` stands for: the property is as if it were not there. */
export const noValue: unique symbol = Symbol('AWS::NoValue');

/** Stands for what could not be resolved, so that the rest can be looked at. */
export const unresolved: unique symbol = Symbol('unresolved');

/** A function has an argument that could not be resolved: there is nothing more to tell. */
export class UnresolvedValueError extends Error {
  override readonly name = 'UnresolvedValueError';
}

/** Replaces every intrinsic function in `value`. Throws `UnsupportedTemplateError` naming `path`. */
export function evaluate(value: unknown, scope: Scope, path: string): unknown {
  if (Array.isArray(value)) return evaluateList(value, scope, path);
  if (!isRecord(value)) return value;
  const name = Object.keys(value).find((key) => key === 'Ref' || key.startsWith('Fn::'));
  if (name === undefined) return evaluateMembers(value, scope, path);
  const intrinsic = intrinsics[name];
  if (intrinsic === undefined || Object.keys(value).length > 1) {
    throw new UnsupportedTemplateError(
      path,
      `the local cloud cannot resolve ${name} here`,
      `it knows ${known()}`,
    );
  }
  return intrinsic(value[name], scope, `${path}.${name}`);
}

type Intrinsic = (argument: unknown, scope: Scope, path: string) => unknown;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope, path) => scope.ref(text(name, path), path),
  'Fn::GetAtt': getAttribute,
  'Fn::Join': join,
  'Fn::Sub': substitute,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
  'Fn::Base64': (value, scope, path) =>
    Buffer.from(text(evaluate(value, scope, path), path)).toString('base64'),
  'Fn::ImportValue': (name, scope, path) => scope.imported(text(evaluate(name, scope, path), path), path),
  'Fn::GetStackOutput': getStackOutput,
  'Fn::GetAZs': (region, scope, path) =>
    ['a', 'b', 'c'].map((zone) => (text(evaluate(region, scope, path), path) || scope.region) + zone),
  'Fn::Length': (values, scope, path) => list(evaluate(values, scope, path), path).length,
  'Fn::ToJsonString': (value, scope, path) => JSON.stringify(evaluate(value, scope, path)),
};

function getAttribute(argument: unknown, scope: Scope, path: string): string {
  const dotted = Array.isArray(argument)
    ? argument.map((part) => text(part, path)).join('.')
    : text(argument, path);
  return attributeOf(dotted, scope, path);
}

function attributeOf(dotted: string, scope: Scope, path: string): string {
  const dot = dotted.indexOf('.');
  if (dot < 0) throw malformed(path);
  return scope.attribute(dotted.slice(0, dot), dotted.slice(dot + 1), path);
}

function join(argument: unknown, scope: Scope, path: string): string {
  const [separator, parts] = pair(argument, path);
  const joined = list(evaluate(parts, scope, path), path)
    .map((part) => text(part, path))
    .join(text(separator, path));
  return scope.localized(joined);
}

function split(argument: unknown, scope: Scope, path: string): string[] {
  const [separator, whole] = pair(argument, path);
  return text(evaluate(whole, scope, path), path).split(text(separator, path));
}

function select(argument: unknown, scope: Scope, path: string): unknown {
  const [index, from] = pair(argument, path);
  const chosen = list(evaluate(from, scope, path), path)[Number(evaluate(index, scope, path))];
  if (chosen === undefined) throw malformed(path);
  return chosen;
}

function choose(argument: unknown, scope: Scope, path: string): unknown {
  const [condition, whenTrue, whenFalse] = list(argument, path);
  const isTrue = scope.condition(text(condition, path), path);
  return evaluate(isTrue ? whenTrue : whenFalse, scope, path);
}

function substitute(argument: unknown, scope: Scope, path: string): string {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = evaluate(variables, scope, path);
  const substituted = text(pattern, path).replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (isRecord(own) && name in own) return text(own[name], path);
    return name.includes('.') ? attributeOf(name, scope, path) : text(scope.ref(name, path), path);
  });
  return scope.localized(substituted);
}

function findInMap(argument: unknown, scope: Scope, path: string): unknown {
  const [map, first, second, options] = list(argument, path).map((part) => evaluate(part, scope, path));
  const [mapName, ...keys] = [map, first, second].map((part) => text(part, path)) as [string, string, string];
  const value = scope.mapped(mapName, ...keys) ?? (isRecord(options) ? options.DefaultValue : undefined);
  if (value !== undefined) return value;
  throw new UnsupportedTemplateError(path, `${mapName} has no ${keys.join(', ')}`, 'add it to the mapping');
}

function getStackOutput(argument: unknown, scope: Scope, path: string): unknown {
  const { StackName, OutputName } = Object(evaluate(argument, scope, path));
  return scope.output(text(StackName, path), text(OutputName, path), path);
}

function evaluateList(values: unknown[], scope: Scope, path: string): unknown[] {
  return values
    .map((item, index) => scope.attempt(() => evaluate(item, scope, `${path}[${index}]`)))
    .filter((item) => item !== noValue);
}

/** Like `evaluate`, for an object that is no intrinsic function itself. */
export function evaluateMembers(
  members: Record<string, unknown>,
  scope: Scope,
  path: string,
): Record<string, unknown> {
  const evaluated = Object.entries(members).map(([key, item]) => [
    key,
    scope.attempt(() => evaluate(item, scope, `${path}.${key}`)),
  ]);
  return Object.fromEntries(evaluated.filter(([, item]) => item !== noValue));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown, path: string): string {
  if (value === unresolved) throw new UnresolvedValueError();
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw malformed(path);
}

function list(value: unknown, path: string): unknown[] {
  if (Array.isArray(value)) return value;
  if (value === unresolved) throw new UnresolvedValueError();
  throw malformed(path);
}

function pair(value: unknown, path: string): [unknown, unknown] {
  const [first, second] = list(value, path);
  return [first, second];
}

function malformed(path: string): UnsupportedTemplateError {
  return new UnsupportedTemplateError(
    path,
    'the arguments make no sense',
    'see the CloudFormation reference',
  );
}

function known(): string {
  return Object.keys(intrinsics).join(', ');
}
