import { UnsupportedTemplateError } from './template-error.ts';

/** What the names in a template stand for. */
export interface Scope {
  /** May be `noValue`. */
  ref(name: string, path: string): unknown;
  attribute(logicalId: string, attribute: string, path: string): string;
  condition(name: string, path: string): boolean;
}

/** What `AWS::NoValue` stands for: the property is as if it were not there. */
export const noValue: unique symbol = Symbol('AWS::NoValue');

/** Replaces every intrinsic function in `value`. Throws `UnsupportedTemplateError` naming `path`. */
export function evaluate(value: unknown, scope: Scope, path: string): unknown {
  if (Array.isArray(value)) return evaluateList(value, scope, path);
  if (!isRecord(value)) return value;
  const name = Object.keys(value).find((key) => key === 'Ref' || key.startsWith('Fn::'));
  if (name === undefined) return evaluateMembers(value, scope, path);
  const intrinsic = intrinsics[name];
  if (intrinsic === undefined || Object.keys(value).length > 1) {
    throw new UnsupportedTemplateError(path, `cannot resolve ${name} here`, `use one of ${known()}`);
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
  return list(evaluate(parts, scope, path), path)
    .map((part) => text(part, path))
    .join(text(separator, path));
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
  return text(pattern, path).replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (isRecord(own) && name in own) return text(own[name], path);
    return name.includes('.') ? attributeOf(name, scope, path) : text(scope.ref(name, path), path);
  });
}

function evaluateList(values: unknown[], scope: Scope, path: string): unknown[] {
  return values
    .map((item, index) => evaluate(item, scope, `${path}[${index}]`))
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
    evaluate(item, scope, `${path}.${key}`),
  ]);
  return Object.fromEntries(evaluated.filter(([, item]) => item !== noValue));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw malformed(path);
}

function list(value: unknown, path: string): unknown[] {
  if (Array.isArray(value)) return value;
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
