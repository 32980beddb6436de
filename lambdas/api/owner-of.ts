import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';

/** The customer: `sub` of the token that the JWT authorizer has verified. Throws where a route has no authorizer. */
export function ownerOf(event: APIGatewayProxyEventV2): string {
  const { authorizer } = (event as Partial<APIGatewayProxyEventV2WithJWTAuthorizer>).requestContext ?? {};
  const sub = authorizer?.jwt.claims.sub;
  if (typeof sub !== 'string' || sub === '') throw new Error(`no customer on route ${event.routeKey}`);
  return sub;
}
