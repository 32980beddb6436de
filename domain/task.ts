import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Step, WorkStep } from './steps/step.ts';

/** The statuses that every order can have, whatever its task. */
type EngineStatus = 'queued' | 'ready' | 'failed' | 'cancelled';

type RequestSchema = StandardSchemaV1<unknown, object>;

/** What a task definition says: one kind of long-running work as its customers see it. */
export interface TaskDefinition<Schema extends RequestSchema, S extends Step, Results> {
  /** Lower case. Names the event types (`report.ready`) and the WebSocket subprotocol (`report.v1`). */
  readonly name: string;
  /** The path of the HTTP API: `orders` for `POST /orders` and `GET /orders/{id}`. */
  readonly collection: string;
  /** Of the body of the `POST`, any Standard Schema. Its fields become fields of the public order. */
  readonly request: Schema;
  /** The steps of one order, one after the other. They are stored in the order when it is accepted. */
  readonly steps: (request: StandardSchemaV1.InferOutput<Schema>) => readonly S[];
  /** What customers read while a step runs. The four other statuses have words of their own. */
  readonly says: {
    readonly [Status in S['status']]: (request: StandardSchemaV1.InferOutput<Schema>) => string;
  } & { readonly [Status in EngineStatus]?: (request: StandardSchemaV1.InferOutput<Schema>) => string };
  /** Schemas of what the work steps make. @default any JSON */
  readonly results?: { readonly [Status in keyof Results]: StandardSchemaV1<unknown, Results[Status]> };
  /** How the `type` of a problem starts. @default `urn:NAME:problem:` */
  readonly problemTypes?: string;
}

/** A defined task. Its methods take the request of the order. */
export interface Task<
  Schema extends RequestSchema = RequestSchema,
  S extends Step = Step,
  Results = Readonly<Record<string, unknown>>,
> {
  readonly name: string;
  readonly collection: string;
  readonly request: Schema;
  readonly results: { readonly [Status in keyof Results]?: StandardSchemaV1<unknown, Results[Status]> };
  readonly problemTypes: string;
  /** Every status that an order of this task can have: `queued`, the steps', and the three ends. */
  readonly statuses: readonly (EngineStatus | S['status'])[];
  steps(request: StandardSchemaV1.InferOutput<Schema>): readonly S[];
  /** A sentence for the customer. There is one for every status, those of a newer deployment included. */
  message(status: string, request: StandardSchemaV1.InferOutput<Schema>): string;
}

/** What a client sends. */
export type RequestInput<T extends Task> = StandardSchemaV1.InferInput<T['request']>;
/** What the order keeps: the validated request. */
export type Request<T extends Task> = StandardSchemaV1.InferOutput<T['request']>;
export type StatusOf<T extends Task> = T['statuses'][number];
/** The statuses of the steps that need a handler. */
export type WorkStatus<T extends Task> = Extract<ReturnType<T['steps']>[number], WorkStep>['status'];
export type ResultOf<T extends Task, Status> =
  T extends Task<RequestSchema, Step, infer Results>
    ? Status extends keyof Results
      ? Results[Status]
      : unknown
    : never;

/** The fields of every public order: a request may have none of these names. */
const reservedFields = [
  'id',
  'status',
  'version',
  'progress',
  'createdAt',
  'updatedAt',
  'estimatedReadyAt',
  'stepStartedAt',
  'stepEndsAt',
  'readyAt',
  'history',
  'result',
  'failure',
  'links',
] as const;

/** The statuses of the task's steps. */
export function stepStatusesOf(task: Pick<Task, 'statuses'>): readonly string[] {
  return task.statuses.filter((status) => !Object.hasOwn(words, status));
}

/** The WebSocket subprotocol of a task. */
export function protocolOf(taskName: string): string {
  return `${taskName}.v1`;
}

const words: Readonly<Record<EngineStatus, () => string>> = {
  queued: () => 'Your order is queued.',
  ready: () => 'Your order is ready.',
  failed: () => 'Sorry, your order could not be completed.',
  cancelled: () => 'Your order was cancelled.',
};

/** Throws a TypeError that names what is wrong with the definition. */
export function defineTask<const Schema extends RequestSchema, const S extends Step, const Results = unknown>(
  definition: TaskDefinition<Schema, S, Results>,
): Task<Schema, S, Results> {
  expectSound(definition);
  const { name, says } = definition;
  const stepStatuses = Object.keys(says).filter((status) => !Object.hasOwn(words, status)) as S['status'][];
  return {
    problemTypes: `urn:${name}:problem:`,
    results: {},
    ...definition,
    statuses: ['queued', ...stepStatuses, 'ready', 'failed', 'cancelled'],
    message: (status, request) => sentence(says, status, request),
  };
}

/** What the words of a task, or of the engine where it has none, say about a status. A newer deployment may have others. */
export function sentence<Request>(
  says: { readonly [status: string]: ((request: Request) => string) | undefined },
  status: string,
  request: Request,
): string {
  const say = [says, words].find((some) => Object.hasOwn(some, status))?.[status as EngineStatus];
  return say?.(request) ?? `Your order is ${status}.`;
}

function expectSound({
  name,
  collection,
  request,
  says,
}: TaskDefinition<RequestSchema, Step, unknown>): void {
  for (const [what, word] of Object.entries({ name, collection })) {
    if (!/^[a-z][a-z0-9-]*$/.test(word)) {
      throw new TypeError(
        `task ${name}: ${what} must be lower-case letters, digits and hyphens, not "${word}"`,
      );
    }
  }
  if (Object.hasOwn(says, 'file')) {
    throw new TypeError(
      `task ${name}: file is where results have a step's file; give the step another status`,
    );
  }
  const taken = fieldsOf(request).filter((field) => reservedFields.some((reserved) => reserved === field));
  if (taken.length > 0) {
    throw new TypeError(
      `task ${name}: every order has a field ${taken.join(', ')} already; give it another name`,
    );
  }
}

/** Standard Schema does not tell them: valibot has them in `entries`, zod in `shape`. */
function fieldsOf(schema: object): readonly string[] {
  const { entries, shape } = schema as { entries?: object; shape?: object };
  return Object.keys(entries ?? shape ?? {});
}
