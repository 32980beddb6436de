import * as v from 'valibot';

const text = v.pipe(v.string(), v.nonEmpty());

/** The WebSocket API's address for posting comes by the SDK's own AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI. */
const postingEnv = { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: v.pipe(v.string(), v.url()) };

export const streamEnvSchema = v.object({
  CONNECTIONS_TABLE: text,
  ...postingEnv,
});

export type StreamEnv = v.InferInput<typeof streamEnvSchema>;

export const socketEnvSchema = v.object({
  ORDERS_TABLE: text,
  OPEN_BY_OWNER_INDEX: text,
  CONNECTIONS_TABLE: text,
  ...postingEnv,
});

export type SocketEnv = v.InferInput<typeof socketEnvSchema>;

export const authorizerEnvSchema = v.object({
  ISSUER: v.pipe(v.string(), v.url()),
  AUDIENCE: text,
  /** Pages that may connect from a browser, by comma; empty for none. Clients without an Origin are no browsers. */
  ALLOWED_ORIGINS: v.pipe(
    v.string(),
    v.transform((list) => list.split(',').filter((origin) => origin !== '')),
  ),
});

export type AuthorizerEnv = v.InferInput<typeof authorizerEnvSchema>;
