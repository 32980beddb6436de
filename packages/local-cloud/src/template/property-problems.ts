import * as v from 'valibot';
import { unresolved } from './intrinsic-functions.ts';
import type { ResourceType } from './resource-type.ts';
import { UnsupportedTemplateError } from './template-error.ts';

type Issue = v.BaseIssue<unknown>;

interface Checked {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Record<string, unknown>;
}

/** Everything about the properties that the type does not know; nothing about values that could not be resolved. */
export function propertyProblems(
  { logicalId, type, properties }: Checked,
  { properties: schema }: ResourceType,
): UnsupportedTemplateError[] {
  return allIssues(schema, properties)
    .filter((issue) => !holdsUnresolved(issue.input))
    .map((issue) => {
      const path = v.getDotPath(issue);
      const where = path === null ? logicalId : `${logicalId}.${path}`;
      return new UnsupportedTemplateError(where, problemOf(issue, type), remedyOf(issue));
    });
}

/** A strict object tells of its first unknown key alone: each is taken away until there are none. */
function allIssues(schema: v.GenericSchema, properties: Record<string, unknown>): Issue[] {
  const issues = new Map<string, Issue>();
  const rest = structuredCloneOf(properties);
  for (;;) {
    const found = v.safeParse(schema, rest).issues ?? [];
    for (const issue of found) issues.set(`${v.getDotPath(issue)} ${issue.message}`, issue);
    const unknown = found.filter(isUnknownKey);
    if (unknown.length === 0) return [...issues.values()];
    for (const issue of unknown) takeAway(rest, issue);
  }
}

/** As `structuredClone`, which takes no symbols. */
function structuredCloneOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(structuredCloneOf) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, structuredCloneOf(one)])) as T;
}

function isUnknownKey({ type, expected }: Issue): boolean {
  return type === 'strict_object' && expected === 'never';
}

function takeAway(properties: object, { path = [] as never }: Issue): void {
  const keys = path.map(({ key }) => String(key));
  const last = keys.pop();
  const holder = keys.reduce<unknown>((value, key) => Object(value)[key], properties);
  if (last !== undefined) delete Object(holder)[last];
}

function problemOf(issue: Issue, type: string): string {
  if (isUnknownKey(issue)) return `the local cloud does not know this property of ${type}`;
  if (issue.received === 'undefined') return `${type} needs this property`;
  if (issue.message.startsWith('Invalid ') && issue.expected !== null) {
    return `the local cloud takes ${listed(issue.expected)} here, not ${issue.received}`;
  }
  return `the local cloud does not support this value of ${type}: ${issue.message}`;
}

function remedyOf(issue: Issue): string {
  if (isUnknownKey(issue)) return 'leave it out where the app runs locally';
  return issue.received === 'undefined' ? 'add it' : 'change it where the app runs locally';
}

/** As Valibot has it, `("a" | "b")`. */
function listed(expected: string): string {
  return expected.replace(/^\((.*)\)$/, '$1').replaceAll(' | ', ' or ');
}

/** Whether something in it could not be resolved. */
export function holdsUnresolved(value: unknown): boolean {
  if (value === unresolved) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUnresolved);
}
