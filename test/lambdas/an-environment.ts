import { vi } from 'vitest';

const addresses = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  ORDERS_TABLE: 'orders-table',
  BY_OWNER_INDEX: 'byOwner',
  OPEN_BY_OWNER_INDEX: 'openByOwner',
  OPEN_INDEX: 'openByDeadline',
  CONNECTIONS_TABLE: 'connections-table',
  STEPS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/messages',
  PARKED_MESSAGES_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/parked-messages',
  AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: 'https://f6g7h8i9j0.execute-api.eu-central-1.amazonaws.com/live',
  SPEED: '1',
  ORDERS_TABLES: '{"print":"orders-table"}',
  TASKS: 'print',
  ROUTES: 'POST /orders,GET /orders',
  PROBLEM_TYPES: 'urn:print:problem:',
  ISSUER: 'https://issuer.example',
  AUDIENCE: 'print',
  SCOPES: 'openid',
  ALLOWED_ORIGINS: 'https://shop.example',
};

/** The environment of every function; `undefined` takes a variable away. */
export function setEnvironment(changes: Readonly<Record<string, string | undefined>> = {}): void {
  vi.unstubAllEnvs();
  for (const [name, value] of Object.entries({ ...addresses, ...changes })) vi.stubEnv(name, value);
}

/** Starts a function anew, as a cold start does. */
export async function coldStart<Module>(load: () => Promise<Module>): Promise<Module> {
  vi.resetModules();
  return load();
}
