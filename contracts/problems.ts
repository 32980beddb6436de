import { Problem } from '../lambdas/api/problem.ts';

interface KnownProblem {
  readonly status: number;
  readonly title: string;
  readonly type: string;
}

/** Every problem that the HTTP API answers with; a test holds them against the source. */
export const problems: readonly KnownProblem[] = [
  problem(400, 'Malformed body'),
  problem(400, 'Invalid idempotency key'),
  problem(404, 'Unknown route'),
  problem(404, 'Unknown order'),
  problem(405, 'Method not allowed'),
  problem(409, 'Too late to cancel'),
  problem(413, 'Content too large'),
  problem(415, 'Unsupported media type'),
  problem(422, 'Invalid order'),
  problem(422, 'Invalid query'),
  problem(422, 'Idempotency key reused'),
  problem(500, 'Internal error'),
  problem(503, 'Service unavailable'),
];

function problem(status: number, title: string): KnownProblem {
  return { status, title, type: new Problem(status, title, '').body.type };
}
