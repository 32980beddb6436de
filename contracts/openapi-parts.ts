import { STATUS_CODES } from 'node:http';
import type { httpSchemas } from './component-schemas.ts';
import { problems } from './problems.ts';

/** A reference to what stands under `components`. */
export function ref(kind: 'schemas' | 'parameters' | 'headers', name: string) {
  return { $ref: `#/components/${kind}/${name}` };
}

export function header(name: string) {
  return ref('headers', name);
}

export function jsonOf(schema: keyof typeof httpSchemas) {
  return { 'application/json': { schema: ref('schemas', schema) } };
}

/** By status: what may go wrong. */
export function problemResponses(...statuses: readonly number[]) {
  return Object.fromEntries(statuses.map((status) => [String(status), responseOf(status)]));
}

function responseOf(status: number) {
  const titles = problems.filter((problem) => problem.status === status).map(({ title }) => title);
  if (titles.length === 0) {
    return { description: `${STATUS_CODES[status]}, by API Gateway`, content: jsonOf('GatewayMessage') };
  }
  return {
    description: titles.join(', or: '),
    ...(status === 503 && { headers: { 'Retry-After': header('RetryAfter') } }),
    content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } },
  };
}
