import { createRequire } from 'node:module';

// dynalite is CommonJS without types. Its store and actions are used directly: no port, no second HTTP hop.
const require = createRequire(import.meta.url);

type Callback = (error: DynaliteError | null, data: Record<string, unknown>) => void;
type Action = (store: DynaliteStore, data: Record<string, unknown>, callback: Callback) => void;

export interface DynaliteError extends Error {
  /** Set when DynamoDB would answer with this error. */
  readonly statusCode?: number;
  readonly body?: Record<string, unknown>;
}

export interface DynaliteStore {
  readonly db: { open(): Promise<void> };
  readonly tableDb: {
    awsRegion: string;
    awsAccountId: string;
    del(table: string, callback: (error: Error | null) => void): void;
  };
  readonly lifecycleManager: { gracefulClose(): Promise<void> };
}

interface DynaliteOptions {
  /** In memory without it. */
  readonly path?: string;
  readonly createTableMs: number;
}

interface Validation {
  readonly types: Record<string, unknown>;
  readonly custom?: unknown;
}

const db = require('dynalite/db/index.js') as {
  create(options: DynaliteOptions): DynaliteStore;
  itemSize(item: Record<string, unknown>): number;
};

const { checkTypes, checkValidations } = require('dynalite/validations/index.js') as {
  checkTypes(data: Record<string, unknown>, types: Validation['types']): Record<string, unknown>;
  checkValidations(
    data: Record<string, unknown>,
    types: Validation['types'],
    custom: Validation['custom'],
    store: DynaliteStore,
  ): void;
};

const actions = new Map(
  [
    'BatchGetItem',
    'BatchWriteItem',
    'CreateTable',
    'DeleteItem',
    'DescribeTable',
    'DescribeTimeToLive',
    'GetItem',
    'ListTables',
    'PutItem',
    'Query',
    'Scan',
    'UpdateItem',
  ].map((name) => {
    const file = `${name.slice(0, 1).toLowerCase()}${name.slice(1)}.js`;
    const run = require(`dynalite/actions/${file}`) as Action;
    const validation = require(`dynalite/validations/${file}`) as Validation;
    return [name, { run, validation }] as const;
  }),
);

export const createStore = db.create;

/** Bytes as DynamoDB counts them. */
export const itemSize = db.itemSize;

/** Whether `runAction` knows the action. */
export function knowsAction(action: string): boolean {
  return actions.has(action);
}

/** Rejects with a `DynaliteError`. */
export async function runAction(
  store: DynaliteStore,
  name: string,
  body: object,
): Promise<Record<string, unknown>> {
  const action = actions.get(name);
  if (action === undefined) throw new Error(`dynalite has no ${name}`);
  const { types, custom } = action.validation;
  // checkTypes deletes what it does not know from its argument.
  const data = checkTypes({ ...body }, types);
  checkValidations(data, types, custom, store);
  const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
  action.run(store, data, (error, reply) => (error ? reject(error) : resolve(reply)));
  return await promise;
}
