import * as v from 'valibot';

const text = v.pipe(v.string(), v.nonEmpty());

export const apiEnvSchema = v.object({
  ORDERS_TABLE: text,
  BY_OWNER_INDEX: text,
  SLIPS_QUEUE_URL: text,
  /** How many times as fast as on the menu the machine runs. */
  BREW_SPEED: v.pipe(v.string(), v.toNumber(), v.finite(), v.minValue(0.001), v.maxValue(10_000)),
});

export type ApiEnv = v.InferInput<typeof apiEnvSchema>;
