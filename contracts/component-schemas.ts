import { type JsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { isShortEnough, maxNameLength, plainText, somethingVisible } from '../domain/customer-name.ts';
import { cloudEventSchema } from '../domain/events.ts';
import { drinks, type MenuEntry, sizes } from '../domain/menu.ts';
import { orderRequestSchema } from '../domain/order-request.ts';
import { publicOrderSchema, statusSchema } from '../domain/public-order.ts';
import { stepStatuses } from '../domain/step.ts';
import { problemSchema } from '../lambdas/api/problem.ts';
import { pingSchema, syncSchema } from '../lambdas/notify/client-message.ts';

const stepSchema = v.object({ status: v.picklist(stepStatuses), seconds: v.number() });
const sizeOnMenuSchema = v.object({
  size: v.picklist(sizes),
  seconds: v.number(),
  steps: v.array(stepSchema),
});
export const menuSchema = v.object({
  drinks: v.array(v.object({ drink: v.picklist(drinks), sizes: v.array(sizeOnMenuSchema) })),
}) satisfies v.GenericSchema<unknown, { drinks: MenuEntry[] }>;

export const pageSchema = v.object({ items: v.array(publicOrderSchema), nextCursor: v.optional(v.string()) });

/** What API Gateway itself says. */
const gatewayMessageSchema = v.object({ message: v.string() });

/** Of the HTTP API, by the name they have in its contract. */
export const httpSchemas = convert({
  Order: publicOrderSchema,
  OrderStatus: statusSchema,
  OrderRequest: orderRequestSchema,
  OrderPage: pageSchema,
  Menu: menuSchema,
  Problem: problemSchema,
  GatewayMessage: gatewayMessageSchema,
});

/** Of the WebSocket API. */
export const liveSchemas = convert({
  Order: publicOrderSchema,
  OrderStatus: statusSchema,
  OrderEvent: cloudEventSchema,
  Sync: syncSchema,
  Ping: pingSchema,
  Pong: v.object({ type: v.literal('pong') }),
  LiveError: v.object({ type: v.literal('error'), detail: v.string() }),
});

/** Refers to what has a name by that name. */
function convert<Name extends string>(schemas: Record<Name, v.GenericSchema>): Record<Name, JsonSchema> {
  return toJsonSchemaDefs(schemas, {
    typeMode: 'input',
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
    // A name is checked before it is trimmed.
    ignoreActions: ['trim'],
    overrideAction({ valibotAction, jsonSchema }) {
      // Patterns of JSON Schema are Unicode patterns anyway.
      if (valibotAction.type === 'regex') return { ...jsonSchema, pattern: patternOf(valibotAction) };
      return valibotAction === isShortEnough ? nameRules() : undefined;
    },
  });
}

function patternOf(action: object): string {
  return (action as v.RegexAction<string, undefined>).requirement.source;
}

/** Few generators of test data understand properties of Unicode: printable ASCII is told in a way that all do. */
function nameRules(): JsonSchema {
  const any = plainText.source.replace('^', `^(?=.*${somethingVisible.source})`);
  const text = { type: 'string', minLength: 1, maxLength: maxNameLength } as const;
  return {
    anyOf: [
      { ...text, pattern: '^[!-~](?:[ -~]*[!-~])?$' },
      { ...text, pattern: any },
    ],
    examples: ['Shawn', 'Zoë', '渡辺'],
  };
}
