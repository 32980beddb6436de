import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { publicOrderSchema } from '../domain/order/public-order.ts';
import type { Task } from '../domain/task.ts';
import { conversion, jsonSchemaOf } from './json-schema.ts';

const status = { $ref: '#/components/schemas/OrderStatus' };

/** The public form of a task's orders: the fields of the engine with those of the request after the id. */
export function orderSchema(task: Task): JsonSchema {
  const {
    $schema,
    properties: engine = {},
    required = [],
    ...rest
  } = toJsonSchema(publicOrderSchema, conversion);
  const { id, ...others } = engine;
  const request = jsonSchemaOf(task.request);
  const { history } = others;
  return {
    ...rest,
    properties: {
      ...(id !== undefined && { id }),
      ...loose(request.properties ?? {}),
      ...others,
      status,
      ...(history !== undefined && { history: withStatus(history as JsonSchema) }),
      result: resultSchema(task),
    },
    required: ['id', ...alwaysThere(request), ...required.filter((name) => name !== 'id')],
  };
}

export function statusSchema({ statuses }: Task): JsonSchema {
  return { enum: [...statuses], type: 'string' };
}

/** What an order keeps of a field: its type and its values. What a client may send may be stricter one day. */
function loose(properties: Readonly<Record<string, unknown>>) {
  const fields = Object.entries(properties as Record<string, JsonSchema>);
  return Object.fromEntries(
    fields.map(([name, { pattern, minLength, maxLength, default: _, examples, ...schema }]) => [
      name,
      schema,
    ]),
  );
}

/** Fields that a client must send, and those that have a default. */
function alwaysThere({ properties = {}, required = [] }: JsonSchema): readonly string[] {
  return Object.entries(properties)
    .filter(([name, schema]) => required.includes(name) || Object.hasOwn(Object(schema), 'default'))
    .map(([name]) => name);
}

function withStatus(history: JsonSchema): JsonSchema {
  const items = history.items as JsonSchema;
  return { ...history, items: { ...items, properties: { ...items.properties, status } } };
}

function resultSchema({ results }: Task): JsonSchema {
  const known = Object.entries(results).flatMap(([name, schema]) =>
    schema ? [[name, jsonSchemaOf(schema)]] : [],
  );
  return { type: 'object', properties: Object.fromEntries(known) };
}
