import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';

export const methodArn = 'arn:aws:execute-api:eu-central-1:123456789012:f6g7h8i9j0/live/$connect';

/** What API Gateway asks the REQUEST authorizer of `$connect`, recorded once. */
export function authorizerEvent(headers: Record<string, string>): APIGatewayRequestAuthorizerEvent {
  const all = {
    Host: 'f6g7h8i9j0.execute-api.eu-central-1.amazonaws.com',
    'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
    'X-Amzn-Trace-Id': 'Root=1-65a1b2c3-0123456789abcdef01234567',
    'X-Forwarded-For': '203.0.113.7',
    'X-Forwarded-Port': '443',
    'X-Forwarded-Proto': 'https',
    ...headers,
  };
  return {
    type: 'REQUEST',
    methodArn,
    headers: all,
    multiValueHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    stageVariables: {},
    requestContext: {
      routeKey: '$connect',
      eventType: 'CONNECT',
      extendedRequestId: 'JXmPLcf_liAFbeQ=',
      requestTime: '01/Jan/2026:08:00:00 +0000',
      messageDirection: 'IN',
      stage: 'live',
      connectedAt: 1767254400000,
      requestTimeEpoch: 1767254400001,
      identity: { sourceIp: '203.0.113.7' },
      requestId: 'JXmPLcf_liAFbeQ=',
      domainName: 'f6g7h8i9j0.execute-api.eu-central-1.amazonaws.com',
      connectionId: 'JXmPLd5sliACGbQ=',
      apiId: 'f6g7h8i9j0',
    },
  } as unknown as APIGatewayRequestAuthorizerEvent;
}
