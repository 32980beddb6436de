import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { type Clause, clause, NotApplicable, type Source } from './clause.ts';
import { nobodysOrder } from './nobodys-order.ts';
import type { Answer, Probe } from './probe.ts';

export const problemDetails: Source = {
  name: 'RFC 9457 Problem Details',
  url: 'https://www.rfc-editor.org/rfc/rfc9457',
  clauses: [
    forEachProblem('§3', 'Errors are application/problem+json', ({ headers, json }) => {
      match(headers.get('content-type') ?? '', /^application\/problem\+json/);
      ok(json, 'the body is no JSON object');
    }),
    forEachProblem('§3.1.1', 'type is a URI reference', ({ json }) => {
      const type = json?.type ?? 'about:blank';
      ok(typeof type === 'string' && URL.canParse(type, 'https://shop.test'), `type: ${type}`);
    }),
    forEachProblem('§3.1.2', 'status, if there is one, is that of the answer', ({ json, status }) => {
      equal(json?.status ?? status, status);
    }),
    forEachProblem('§3.1.3', 'title is a short text', ({ json }) => {
      match(String(json?.title), /^.{3,80}$/);
    }),
    forEachProblem('§3.1.4', 'detail helps the client and is no debugging information', ({ json }) => {
      match(String(json?.detail), /^.{10,200}$/);
      ok(!/\bat \/|node_modules|Exception|Error:|arn:/.test(String(json?.detail)), String(json?.detail));
    }),
    clause('§3.1.3', 'Problems of one type have one title, those of two types two', async (probe) => {
      const [tea, water, none] = [
        await probe.post({ drink: 'tea' }),
        await probe.post({ drink: 'water', size: 'huge' }),
        await probe.call('GET', `/orders/${nobodysOrder}`),
      ];
      equal(tea.json?.type, water.json?.type);
      equal(tea.json?.title, water.json?.title);
      notEqual(tea.json?.type, none.json?.type);
    }),
    clause('§3.2', 'The extension errors names each fault by JSON pointer (RFC 6901)', async (probe) => {
      const { json } = await probe.post({ drink: 'tea', size: 'huge', 'a/b~c': 1 });
      const errors = json?.errors as readonly { pointer: string; detail: string }[];
      deepEqual(errors?.map(({ pointer }) => pointer).sort(), ['#/a~1b~0c', '#/drink', '#/size']);
      for (const { detail } of errors) match(detail, /./);
    }),
    clause('§3', 'What the gateway answers itself is a problem, too', async (probe) => {
      const { headers } = await probe.call('GET', '/orders', { token: null });
      if (!/problem/.test(headers.get('content-type') ?? '')) {
        throw new NotApplicable('API Gateway’s JWT authorizer has a body of its own');
      }
    }),
  ],
};

function forEachProblem(section: string, says: string, check: (answer: Answer) => void): Clause {
  return clause(section, says, async (probe) => {
    for (const answer of await problemsOf(probe)) check(answer);
  });
}

/** One of each kind that can be had from outside. */
function problemsOf(probe: Probe): Promise<readonly Answer[]> {
  return Promise.all([
    probe.post('{"drink":'),
    probe.post({ drink: 'tea' }),
    probe.post('drink=latte', { headers: { 'content-type': 'text/plain' } }),
    probe.post({ drink: 'latte' }, { headers: { 'idempotency-key': 'x'.repeat(300) } }),
    probe.call('GET', `/orders/${nobodysOrder}`),
    probe.call('GET', '/orders?limit=0'),
    probe.call('GET', '/tea'),
    probe.call('PUT', '/orders', { body: '{}' }),
  ]);
}
