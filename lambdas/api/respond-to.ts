import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { preconditionFailed, weigh } from './preconditions.ts';
import { respond } from './respond.ts';

/**
 * What a GET asks for, under the conditions that it may name. HEAD is given the content too: API Gateway leaves it out,
 * and needs it to tell its length.
 */
export function respondTo(
  event: APIGatewayProxyEventV2,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  switch (weigh(event, headers.etag === undefined ? [] : [headers.etag])) {
    case 'met':
      return respond(200, body, headers);
    case 'not-modified':
      return respond(304, undefined, headers);
    case 'failed':
      throw preconditionFailed();
  }
}
