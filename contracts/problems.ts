import { coffee } from '../coffee/task.ts';
import { type Fault, Problem } from '../lambdas/api/problem.ts';

export type ProblemBody = ReturnType<Problem['bodyFor']>;

/** Every problem that the HTTP API answers with, as it says it; tests hold them against the source and its answers. */
export const problems: readonly ProblemBody[] = [
  problem(400, 'Malformed body', 'The body cannot be read: it is not JSON.'),
  problem(400, 'Invalid idempotency key', 'Idempotency-Key takes 1 to 255 visible ASCII characters.'),
  problem(403, 'No customer', 'The token names no customer: its sub is missing, empty or too long.'),
  problem(404, 'Unknown route', 'The API has /menu, /orders and /orders/{id}.'),
  problem(404, 'Unknown order', 'You have no order with this id.'),
  problem(405, 'Method not allowed', 'PUT is not for this path: use POST or GET or HEAD.'),
  problem(409, 'Too late to cancel', 'The order is ready already.'),
  problem(
    412,
    'Precondition failed',
    'If-Match or If-None-Match does not hold for what is there now. They take *, or tags in quotes: "v3".',
  ),
  problem(413, 'Content too large', 'An order has at most 10240 bytes.'),
  problem(415, 'Unsupported media type', 'Send the order as content-type: application/json, in UTF-8.'),
  problem(422, 'Invalid order', 'The order cannot be made as it is. See errors.', [
    { pointer: '#/sugar', detail: 'is not known; leave it out' },
  ]),
  problem(422, 'Invalid query', 'The list cannot be made as asked. See errors.', [
    { pointer: 'limit', detail: 'must be a whole number from 1 to 100' },
  ]),
  problem(
    422,
    'Idempotency key reused',
    'This Idempotency-Key came with a different order before. Use a new key for a new order.',
  ),
  problem(500, 'Unreadable order', 'The order is kept, and cannot be told at the moment.'),
  problem(500, 'Internal error', 'Something is wrong on our side, not with your request.'),
  problem(503, 'Service unavailable', 'The service is busy. Please try again.'),
];

function problem(status: number, title: string, detail: string, errors: readonly Fault[] = []): ProblemBody {
  return new Problem(status, title, detail, { errors }).bodyFor(coffee.problemTypes);
}
