import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { header, readOffer } from './live-protocol.ts';

/** What later events of the connection carry in `requestContext.authorizer`: API Gateway makes strings of it all. */
export interface CustomerContext {
  readonly owner: string;
  /** Whose orders the connection is for; empty when the client named none that there is. */
  readonly task: string;
  /** Milliseconds since 1970. */
  readonly tokenExpiresAt: string;
}

export interface Customer {
  readonly owner: string;
  readonly tokenExpiresAt: number;
}

export interface AuthorizerPorts {
  /** The customer of a valid token; undefined for any other token. Rejects when the issuer cannot be asked. */
  readonly verify: (token: string) => Promise<Customer | undefined>;
  readonly allowedOrigins: readonly string[];
  /** The names of the tasks. */
  readonly tasks: readonly string[];
}

/** Who may open a WebSocket: a valid token, and from a browser only our own pages. */
export function createAuthorizer({ verify, allowedOrigins, tasks }: AuthorizerPorts) {
  return async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const { task = '', token } = readOffer(event.headers, tasks);
    const customer = token === undefined ? undefined : await verify(token);
    // API Gateway answers 401 to an error with just this message.
    if (!customer) throw new Error('Unauthorized');
    const origin = header(event.headers, 'origin');
    const allowed = origin === undefined || allowedOrigins.includes(origin);
    return policy(event.methodArn, allowed ? 'Allow' : 'Deny', customer, task);
  };
}

function policy(
  Resource: string,
  Effect: 'Allow' | 'Deny',
  customer: Customer,
  task: string,
): APIGatewayAuthorizerResult {
  const context: CustomerContext = {
    owner: customer.owner,
    task,
    tokenExpiresAt: String(customer.tokenExpiresAt),
  };
  return {
    principalId: customer.owner,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
    },
    context: { ...context },
  };
}
