import type { Inspection } from './inspection.ts';
import { UnresolvedValueError, unresolved } from './intrinsic-functions.ts';
import type { ResolvedResource } from './resolved-template.ts';
import type { Stack } from './stack.ts';
import { UnsupportedAppError, UnsupportedTemplateError } from './template-error.ts';

/** Gathers what cannot be run, so that all of it is told at once. */
export interface TemplateProblems {
  note(stack: Stack, problem: UnsupportedTemplateError): void;
  /** Nothing more is asked of the resource. */
  setAside(resource: ResolvedResource): void;
  /** Of the resources of these stacks. */
  inspectionOf(stacks: readonly Stack[]): Inspection;
  /** What the work gives, or `unresolved` if it meets something unsupported, which is noted. */
  attempt(stack: Stack, work: () => unknown): unknown;
  /** Throws `UnsupportedAppError` if there are any. */
  throwIfAny(): void;
}

export function createTemplateProblems(): TemplateProblems {
  const lines = new Set<string>();
  const broken = new Set<ResolvedResource>();

  function note(stack: Stack, problem: UnsupportedTemplateError): void {
    lines.add(lineOf(stack, problem));
  }

  function inspectionOf(stacks: readonly Stack[]): Inspection {
    const noteOf = (resource: ResolvedResource) => (error: unknown) => {
      const stack = stacks.find(({ name }) => name === resource.stackName);
      if (!stack || !(error instanceof UnsupportedTemplateError)) throw error;
      note(stack, error);
      broken.add(resource);
      return undefined;
    };
    return {
      isBroken: (resource) => broken.has(resource),
      attempt(resource, work) {
        if (broken.has(resource)) return undefined;
        try {
          return work();
        } catch (error) {
          return noteOf(resource)(error);
        }
      },
      attemptAsync: async (resource, work) =>
        broken.has(resource) ? undefined : work().catch(noteOf(resource)),
    };
  }

  return {
    note,
    inspectionOf,
    setAside: (resource) => void broken.add(resource),
    attempt(stack, work) {
      try {
        return work();
      } catch (error) {
        if (error instanceof UnsupportedTemplateError) note(stack, error);
        else if (!(error instanceof UnresolvedValueError)) throw error;
        return unresolved;
      }
    },
    throwIfAny() {
      if (lines.size > 0) throw new UnsupportedAppError([...lines]);
    },
  };
}

/** With the construct that made the resource: its author knows no logical ids. */
function lineOf({ template }: Stack, { where, message }: UnsupportedTemplateError): string {
  const resources = Object(Object(template).Resources) as Record<string, unknown>;
  const [logicalId = ''] = where.split(/[.[]/);
  const construct: unknown = Object(Object(resources[logicalId]).Metadata)['aws:cdk:path'];
  return typeof construct === 'string' ? message.replace(where, `${where} (${construct})`) : message;
}
