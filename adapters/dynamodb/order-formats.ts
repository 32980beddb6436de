import type { NativeAttributeValue } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import type { Order } from '../../domain/order/order.ts';
import { UnreadableOrderError } from '../../domain/order/unreadable-order-error.ts';

/** The form of the rows that this code writes. A row without a number is of the first form, 0. */
export const orderFormat = 1;

type Item = Record<string, NativeAttributeValue>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Milliseconds; of a recipe at another speed a part of one, too. */
const time = v.pipe(v.number(), v.finite());
const json = v.pipe(v.string(), v.parseJson());
/** Not valibot's record, which drops keys such as `prototype`. */
const jsonObject = v.pipe(
  json,
  v.check((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
);

const common = {
  orderId: v.pipe(v.string(), v.uuid()),
  owner: v.string(),
  request: jsonObject,
  steps: v.array(v.object({ status: v.string(), kind: v.picklist(['timed', 'work']), seconds: v.number() })),
  step: count,
  version: count,
  revision: count,
  progress: v.number(),
  createdAt: time,
  updatedAt: time,
  deadline: time,
  sweeps: count,
  history: v.array(v.object({ status: v.string(), at: time })),
  results: jsonObject,
  lastError: v.optional(v.string()),
  file: v.optional(v.object({ key: v.string(), name: v.string(), contentType: v.string(), bytes: count })),
};

const ends = ['ready', 'failed', 'cancelled'];

const underway = v.looseObject({
  ...common,
  status: v.pipe(
    v.string(),
    v.check((status) => status !== 'queued' && !ends.includes(status)),
  ),
  stepStartedAt: time,
  stepEndsAt: time,
  lease: v.optional(v.object({ fence: count, until: time, lost: v.optional(count) })),
  checkpoint: v.optional(json),
});

const schemas: Readonly<Record<string, v.GenericSchema<unknown, { orderId: string } & Item>>> = {
  queued: v.looseObject({ ...common, status: v.literal('queued') }),
  ready: v.looseObject({ ...common, status: v.literal('ready'), readyAt: time }),
  failed: v.looseObject({
    ...common,
    status: v.literal('failed'),
    failure: v.object({ title: v.string(), detail: v.string() }),
    redrivable: v.optional(v.literal(true)),
  }),
  cancelled: v.looseObject({ ...common, status: v.literal('cancelled') }),
};

/** One step of the upgrade path each: from format n to n + 1. */
const upgrades: readonly ((item: Item) => Item)[] = [fromFirstForm];

/** An order out of a row of this or an older form. Throws an UnreadableOrderError. */
export function readOrderItem(item: Item): Order {
  const { format = 0, orderId } = item;
  if (!(format <= orderFormat)) {
    throw new UnreadableOrderError(String(orderId), format > orderFormat, `its format is ${format}`);
  }
  const current = upgrades.slice(format).reduce((row, upgrade) => upgrade(row), item);
  const schema = schemas[String(current.status)] ?? underway;
  const result = v.safeParse(schema, current);
  if (!result.success) {
    const wrong = result.issues.map((issue) => v.getDotPath(issue) ?? 'everything');
    throw new UnreadableOrderError(String(orderId), false, `${wrong.join(', ')} is missing or wrong`);
  }
  // Fields that this code does not know stay: newer code of the same format may have added them.
  const { orderId: id, format: _, placed, expiresAt, notify, openShard, openOwner, ...order } = result.output;
  return { id, ...order } as unknown as Order;
}

/** What else a row of the first form held for the engine. */
const engineFields: readonly string[] = [
  ...Object.keys(underway.entries),
  ...['readyAt', 'failure', 'redrivable', 'placed', 'expiresAt', 'openShard', 'openOwner'],
];

/** The fields of the request stood beside the engine's, and DynamoDB kept results in its own types. */
function fromFirstForm(item: Item): Item {
  const { results = {}, checkpoint, wake, ...row } = item;
  const ofEngine = ([name]: [string, unknown]) => engineFields.includes(name);
  const fields = Object.entries(row);
  return {
    ...Object.fromEntries(fields.filter(ofEngine)),
    request: JSON.stringify(Object.fromEntries(fields.filter((field) => !ofEngine(field)))),
    results: JSON.stringify(results),
    ...(checkpoint !== undefined && { checkpoint: JSON.stringify(checkpoint) }),
  };
}
