import type { ServerResponse } from 'node:http';

/** What goes back to the client of an HTTP API. Header names are lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string | Buffer;
}

/** What API Gateway says by itself, in its own words. */
export function gatewayAnswer(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ message }),
  };
}

export const internalServerError = gatewayAnswer(500, 'Internal Server Error');

/** Writes the answer whole. Throws if a header cannot be sent. */
export function sendAnswer(res: ServerResponse, answer: HttpAnswer): void {
  const body = Buffer.from(answer.body);
  const cookies = answer.cookies ?? [];
  res.writeHead(answer.status, {
    ...answer.headers,
    ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
    ...(mayHaveBody(answer.status) && { 'content-length': String(body.length) }),
  });
  res.end(body);
}

function mayHaveBody(status: number): boolean {
  return status !== 204 && status !== 304;
}
