import { expect } from 'vitest';
import type { Answer } from './an-order-api.ts';

/** An answer by RFC 9457, of this status. */
export function expectProblem(answer: Answer, status: number): Answer {
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({
    type: expect.stringMatching(/^urn:print:problem:[a-z-]+$/),
    title: expect.stringMatching(/./),
    detail: expect.stringMatching(/./),
    status,
  });
  return answer;
}
