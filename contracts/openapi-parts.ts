import { STATUS_CODES } from 'node:http';
import type { httpSchemas } from './component-schemas.ts';
import { type ProblemBody, problems } from './problems.ts';

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

/** What may go wrong, by status: the problems of these titles, and what API Gateway answers with these statuses. */
export function refusals(titles: readonly string[], gatewayStatuses: readonly number[]) {
  const said = titles.map(problemOf);
  const statuses = new Set([...said.map(({ status }) => status), ...gatewayStatuses]);
  return Object.fromEntries(
    [...statuses].map((status) => [
      String(status),
      refusal(
        said.filter((problem) => problem.status === status),
        gatewayStatuses.includes(status) ? status : undefined,
      ),
    ]),
  );
}

function problemOf(title: string): ProblemBody {
  const problem = problems.find((known) => known.title === title);
  if (!problem) throw new Error(`no problem has the title ${title}`);
  return problem;
}

function refusal(said: readonly ProblemBody[], gatewayStatus: number | undefined) {
  const gateway = gatewayStatus === undefined ? [] : [`${STATUS_CODES[gatewayStatus]}, by API Gateway`];
  const headers = said.flatMap(({ status }) => Object.entries(refusalHeaders[status] ?? {}));
  return {
    description: [...said.map(({ title }) => title), ...gateway].join(', or: '),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    content: {
      ...(said.length > 0 && { 'application/problem+json': problemContent(said) }),
      ...(gatewayStatus !== undefined && jsonOf('GatewayMessage')),
    },
  };
}

const refusalHeaders: Readonly<Record<number, Readonly<Record<string, object>>>> = {
  415: { 'Accept-Post': header('AcceptPost'), 'Accept-Encoding': header('AcceptEncoding') },
  503: { 'Retry-After': header('RetryAfter') },
};

function problemContent(said: readonly ProblemBody[]) {
  const examples = said.map((value) => [value.type.split(':').at(-1), { value }] as const);
  return { schema: ref('schemas', 'Problem'), examples: Object.fromEntries(examples) };
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly responses: Readonly<Record<string, object>>;
}

/** The same without content, as HEAD asks. */
export function headOf<T extends Operation>(get: T) {
  const responses = Object.entries(get.responses).map(([status, response]) => {
    const { content: _content, ...rest } = response as { content?: unknown };
    return [status, rest] as const;
  });
  return {
    ...get,
    operationId: `${get.operationId}Headers`,
    summary: `${get.summary}: what GET answers, without content`,
    responses: Object.fromEntries(responses),
  };
}
