import { type JsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { drinks, type MenuEntry, sizes } from '../coffee/menu.ts';
import { coffee } from '../coffee/task.ts';
import { cloudEventSchema } from '../domain/order/events.ts';
import { publicOrderSchema } from '../domain/order/public-order.ts';
import { stepStatusesOf } from '../domain/task.ts';
import { problemSchema } from '../lambdas/api/problem.ts';
import { cursorPattern } from '../lambdas/cursor.ts';
import { pingSchema, syncSchema } from '../lambdas/notify/client-message.ts';
import { conversion, jsonSchemaOf } from './json-schema.ts';
import { orderSchema, statusSchema } from './order-schema.ts';

const stepSchema = v.object({ status: v.picklist(stepStatusesOf(coffee)), seconds: v.number() });
const sizeOnMenuSchema = v.object({
  size: v.picklist(sizes),
  seconds: v.number(),
  steps: v.array(stepSchema),
});
const menuSchema = v.object({
  drinks: v.array(v.object({ drink: v.picklist(drinks), sizes: v.array(sizeOnMenuSchema) })),
}) satisfies v.GenericSchema<unknown, { drinks: MenuEntry[] }>;

const pageSchema = v.object({ items: v.array(publicOrderSchema), nextCursor: v.optional(v.string()) });

/** What API Gateway itself says. */
const gatewayMessageSchema = v.object({ message: v.string() });

/** What the task says takes the place of what the engine knows alone. */
const taskSchemas = { Order: orderSchema(coffee), OrderStatus: statusSchema(coffee) };

const common = { Order: publicOrderSchema, OrderStatus: v.string() };

/** Of the HTTP API, by the name they have in its contract. */
export const httpSchemas = {
  ...convert({
    ...common,
    OrderRequest: v.unknown(),
    OrderPage: pageSchema,
    Menu: menuSchema,
    Problem: v.object({
      ...problemSchema.entries,
      type: v.pipe(v.string(), v.startsWith(coffee.problemTypes)),
    }),
    GatewayMessage: gatewayMessageSchema,
  }),
  ...taskSchemas,
  OrderRequest: jsonSchemaOf(coffee.request),
};

/** Of the WebSocket API. */
export const liveSchemas = {
  ...convert({
    ...common,
    OrderEvent: cloudEventSchema,
    Sync: syncSchema,
    More: v.object({ type: v.literal('more'), after: v.pipe(v.string(), v.regex(cursorPattern)) }),
    Ping: pingSchema,
    Pong: v.object({ type: v.literal('pong') }),
    LiveError: v.object({ type: v.literal('error'), detail: v.string() }),
  }),
  ...taskSchemas,
};

/** Refers to what has a name by that name. */
function convert<Name extends string>(schemas: Record<Name, v.GenericSchema>): Record<Name, JsonSchema> {
  return toJsonSchemaDefs(schemas, {
    ...conversion,
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  });
}
