import type { ApiRoute } from '../api-definition.ts';

export interface MatchedRoute {
  readonly route: ApiRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Candidate {
  readonly route: ApiRoute;
  readonly method: string;
  /** Has one group for each variable. */
  readonly expression: RegExp;
  readonly variables: readonly string[];
  readonly rank: string;
}

/**
 * Finds the most specific route: written-out segments before `{name}` before `{name+}`, a method before ANY,
 * `$default` last.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function createRouteTable(routes: readonly ApiRoute[]) {
  const candidates = routes.filter(({ routeKey }) => routeKey !== '$default').map(toCandidate);
  candidates.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  return (method: string, path: string): MatchedRoute | undefined => {
    for (const candidate of candidates) {
      if (candidate.method !== 'ANY' && candidate.method !== method) continue;
      const found = candidate.expression.exec(path);
      if (found) return { route: candidate.route, pathParameters: nameGroups(candidate, found) };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
}

function toCandidate(route: ApiRoute): Candidate {
  const [method = '', path = ''] = route.routeKey.split(' ');
  if (!path.startsWith('/')) throw new Error(`route ${route.routeKey}: expected METHOD /path or $default`);
  const segments = path.slice(1).split('/').map(readSegment);
  return {
    route,
    method,
    expression: new RegExp(`^/${segments.map(({ pattern }) => pattern).join('/')}$`, 's'),
    variables: segments.flatMap(({ variable }) => variable ?? []),
    // One letter a segment and one for the method, such that the more specific route sorts first.
    rank: segments.map(({ letter }) => letter).join('') + (method === 'ANY' ? 'z' : 'y'),
  };
}

function readSegment(segment: string): { pattern: string; letter: string; variable?: string } {
  const [, variable, greedy] = /^\{([^+]+)(\+?)\}$/.exec(segment) ?? [];
  if (!variable) return { pattern: RegExp.escape(segment), letter: 'a' };
  return greedy ? { pattern: '(.+)', letter: 'c', variable } : { pattern: '([^/]+)', letter: 'b', variable };
}

function nameGroups({ variables }: Candidate, found: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(variables.map((name, index) => [name, found[index + 1] ?? '']));
}
