import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type ConversionConfig, type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';

/** How the engine's and the tasks' valibot schemas are told as JSON Schema. */
export const conversion: ConversionConfig = {
  typeMode: 'input',
  // A text is checked before it is trimmed.
  ignoreActions: ['trim'],
  overrideAction({ valibotAction, jsonSchema }) {
    // Patterns of JSON Schema are Unicode patterns anyway.
    if (valibotAction.type === 'regex') return { ...jsonSchema, pattern: patternOf(valibotAction) };
    // An action of a task's own may say what it and the ones before it are in JSON Schema.
    return (valibotAction as { jsonSchema?: JsonSchema }).jsonSchema;
  },
};

/** Of what a client sends. Throws for a schema that can give no JSON Schema. */
export function jsonSchemaOf(schema: StandardSchemaV1): JsonSchema {
  const { vendor, jsonSchema } = schema['~standard'] as StandardSchemaV1.Props & {
    jsonSchema?: { input(options: { target: 'draft-2020-12' }): JsonSchema };
  };
  if (vendor === 'valibot') return withoutDialect(toJsonSchema(schema as v.GenericSchema, conversion));
  if (jsonSchema) return withoutDialect(jsonSchema.input({ target: 'draft-2020-12' }));
  throw new TypeError(`a schema of ${vendor} gives no JSON Schema`);
}

function withoutDialect({ $schema, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

function patternOf(action: object): string {
  return (action as v.RegexAction<string, undefined>).requirement.source;
}
