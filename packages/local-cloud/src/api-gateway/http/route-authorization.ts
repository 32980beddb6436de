import type { IncomingMessage } from 'node:http';
import type { ApiRoute } from '../api-definition.ts';
import { gatewayAnswer, type HttpAnswer } from './http-answer.ts';
import { createJwtAuthorizer, type JwtClaims, type JwtDecision } from './jwt-authorizer.ts';

/** Decides who may pass to a route: gives the claims that the function gets, or the refusal. */
export function createRouteAuthorization(routes: readonly ApiRoute[]) {
  const authorizers = new Map(routes.flatMap(authorizerOf));
  return async (route: ApiRoute, req: IncomingMessage): Promise<HttpAnswer | { jwt?: JwtClaims }> => {
    const decide = route.authorizer && authorizers.get(route.authorizer.id);
    return decide ? toAnswer(await decide(req, route.scopes)) : {};
  };
}

function authorizerOf({ routeKey, authorizer }: ApiRoute) {
  if (!authorizer) return [];
  if (authorizer.properties.AuthorizerType !== 'JWT') {
    throw new Error(`route ${routeKey}: HTTP APIs have JWT authorizers only here`);
  }
  return [[authorizer.id, createJwtAuthorizer(authorizer.properties)] as const];
}

function toAnswer(decision: JwtDecision): HttpAnswer | { jwt: JwtClaims } {
  if (decision.outcome === 'allowed') return { jwt: decision.jwt };
  const challenge = { 'www-authenticate': decision.challenge };
  return decision.outcome === 'forbidden'
    ? gatewayAnswer(403, 'Forbidden', challenge)
    : gatewayAnswer(401, 'Unauthorized', challenge);
}
