import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { loggedFunction } from '../logged-function.ts';
import { Problem } from './problem.ts';
import { problemDetails } from './problem-details.ts';
import { respond } from './respond.ts';

export interface FallbackOptions {
  /** The route keys of the API: `GET /orders/{id}`. */
  readonly routes: readonly string[];
  /** How the `type` of a problem starts. */
  readonly problemTypes: string;
}

/** What API Gateway handed to `$default`: it carries no customer. 404, or 405 with the methods that the path has. */
export function createFallback({ routes, problemTypes }: FallbackOptions) {
  const known = routes.map((key) => key.split(' ') as [string, string]);
  return loggedFunction<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(problemDetails(problemTypes))
    .handler(async ({ requestContext: { http } }) => {
      const allow = known.filter(([, path]) => pathPattern(path).test(http.path)).map(([method]) => method);
      if (allow.length === 0) throw unknownRoute(known.map(([, path]) => path));
      // A browser's preflight, should API Gateway not answer it itself: it adds the CORS headers, and the rest must be a success.
      if (http.method === 'OPTIONS') return respond(204, undefined, { allow: allow.join(', ') });
      throw wrongMethod(http.method, allow);
    });
}

function unknownRoute(paths: readonly string[]): Problem {
  const names = [...new Set(paths)].sort();
  return new Problem(
    404,
    'Unknown route',
    `The API has ${names.slice(0, -1).join(', ')} and ${names.at(-1)}.`,
  );
}

function wrongMethod(method: string, allow: readonly string[]): Problem {
  return new Problem(
    405,
    'Method not allowed',
    `${method} is not for this path: use ${allow.join(' or ')}.`,
    {
      headers: { allow: allow.join(', ') },
    },
  );
}

function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replace('{id}', '[^/]+')}$`);
}
