import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** A JSON answer. Answers are the customer's own unless `headers` say otherwise: no shared cache keeps them. */
export function respond(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}
