import * as v from 'valibot';

const text = v.pipe(v.string(), v.nonEmpty());

export const stepWorkerEnvSchema = v.object({
  ORDERS_TABLE: text,
  STEPS_QUEUE_URL: text,
  /** Of a task whose steps make files. */
  RESULTS_BUCKET: v.optional(text),
});

export type StepWorkerEnv = v.InferInput<typeof stepWorkerEnvSchema>;

export const deadLettersEnvSchema = v.object({
  ORDERS_TABLE: text,
  STEPS_QUEUE_URL: text,
  PARKED_MESSAGES_QUEUE_URL: text,
});

export type DeadLettersEnv = v.InferInput<typeof deadLettersEnvSchema>;

export const sweeperEnvSchema = v.object({
  ORDERS_TABLE: text,
  OPEN_INDEX: text,
  STEPS_QUEUE_URL: text,
});

export type SweeperEnv = v.InferInput<typeof sweeperEnvSchema>;
