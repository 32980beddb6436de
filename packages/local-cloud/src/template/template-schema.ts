import * as v from 'valibot';
import { UnsupportedTemplateError } from './template-error.ts';

const resource = v.strictObject({
  Type: v.string(),
  Properties: v.optional(v.record(v.string(), v.unknown()), {}),
  Condition: v.optional(v.string()),
  DependsOn: v.optional(v.unknown()), // order
  DeletionPolicy: v.optional(v.string()), // lifecycle
  UpdateReplacePolicy: v.optional(v.string()), // lifecycle
  Metadata: v.optional(v.unknown()), // tooling
});

const parameter = v.looseObject({
  Type: v.string(),
  Default: v.optional(v.union([v.string(), v.number()])),
});

const output = v.looseObject({
  Value: v.unknown(),
  Condition: v.optional(v.string()),
  Export: v.optional(v.object({ Name: v.unknown() })),
});

const mapping = v.record(v.string(), v.record(v.string(), v.unknown()));

const templateSchema = v.strictObject({
  AWSTemplateFormatVersion: v.optional(v.string()),
  Description: v.optional(v.string()),
  Metadata: v.optional(v.unknown()), // tooling
  Rules: v.optional(v.unknown()), // bootstrap
  Parameters: v.optional(v.record(v.string(), parameter), {}),
  Mappings: v.optional(v.record(v.string(), mapping), {}),
  Conditions: v.optional(v.record(v.string(), v.unknown()), {}),
  // A stack may hold nothing but outputs.
  Resources: v.optional(v.record(v.string(), resource), {}),
  Outputs: v.optional(v.record(v.string(), output), {}),
});

export type Template = v.InferOutput<typeof templateSchema>;
export type TemplateResource = Template['Resources'][string];

/** Checks the frame of a template, not yet what its resources hold. Throws `UnsupportedTemplateError`. */
export function parseTemplate(template: unknown): Template {
  const result = v.safeParse(templateSchema, template);
  if (result.success) return result.output;
  const where = v.getDotPath(result.issues[0]) ?? 'template';
  throw new UnsupportedTemplateError(
    where,
    result.issues[0].message,
    'the local cloud reads no such template',
  );
}
