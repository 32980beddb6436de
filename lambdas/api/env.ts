import * as v from 'valibot';

const text = v.pipe(v.string(), v.nonEmpty());

export const apiEnvSchema = v.object({
  ORDERS_TABLE: text,
  BY_OWNER_INDEX: text,
  OPEN_BY_OWNER_INDEX: text,
  STEPS_QUEUE_URL: text,
  /** How many times as fast as the task says its steps go. */
  SPEED: v.pipe(v.string(), v.toNumber(), v.finite(), v.minValue(0.001), v.maxValue(10_000)),
});

export type ApiEnv = v.InferInput<typeof apiEnvSchema>;

export const downloadEnvSchema = v.object({
  ORDERS_TABLE: text,
  RESULTS_BUCKET: text,
  /** How the `type` of a problem starts. */
  PROBLEM_TYPES: text,
});

export type DownloadEnv = v.InferInput<typeof downloadEnvSchema>;

export const fallbackEnvSchema = v.object({
  /** The route keys of the API, by comma: `POST /orders,GET /orders`. */
  ROUTES: v.pipe(
    text,
    v.transform((list) => list.split(',')),
  ),
  /** How the `type` of a problem starts. */
  PROBLEM_TYPES: text,
});

export type FallbackEnv = v.InferInput<typeof fallbackEnvSchema>;
