import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { isOwner } from '../../domain/order/owner.ts';
import { Problem } from './problem.ts';

/**
 * The customer: `sub` of the token that the JWT authorizer has verified. That authorizer asks for no `sub`, so a token
 * without one is refused here. Throws where a route has no authorizer.
 */
export function ownerOf(event: APIGatewayProxyEventV2): string {
  const { authorizer } = (event as Partial<APIGatewayProxyEventV2WithJWTAuthorizer>).requestContext ?? {};
  if (!authorizer) throw new Error(`no customer on route ${event.routeKey}`);
  const { sub } = authorizer.jwt.claims;
  if (isOwner(sub)) return sub;
  throw new Problem(
    403,
    'No customer',
    'The token names no customer: its sub is missing, empty or too long.',
  );
}
