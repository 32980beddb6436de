import * as v from 'valibot';

const text = v.pipe(v.string(), v.nonEmpty());

/** The WebSocket API's address for posting comes by the SDK's own AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI. */
const postingEnv = { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: v.pipe(v.string(), v.url()) };

export const streamEnvSchema = v.object({
  CONNECTIONS_TABLE: text,
  ...postingEnv,
});

export type StreamEnv = v.InferInput<typeof streamEnvSchema>;

/** The orders table of each task, by the task's name: `{"report":"Reports"}`. */
const tables = v.pipe(v.string(), v.parseJson(), v.record(text, text));

export const socketEnvSchema = v.object({
  ORDERS_TABLES: tables,
  OPEN_BY_OWNER_INDEX: text,
  CONNECTIONS_TABLE: text,
  ...postingEnv,
});

export type SocketEnv = v.InferInput<typeof socketEnvSchema>;

const list = v.pipe(
  v.string(),
  v.transform((items) => items.split(',').filter((item) => item !== '')),
);

export const authorizerEnvSchema = v.object({
  /** The names of the tasks, by comma: each has a subprotocol. */
  TASKS: list,
  ISSUER: v.pipe(v.string(), v.url()),
  AUDIENCE: text,
  /** By comma: an access token has at least one of them. */
  SCOPES: list,
  /** Pages that may connect from a browser, by comma; empty for none. Clients without an Origin are no browsers. */
  ALLOWED_ORIGINS: list,
});

export type AuthorizerEnv = v.InferInput<typeof authorizerEnvSchema>;
