import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { clause, NotApplicable, type Source } from './clause.ts';
import type { Answer, CallInit, Probe } from './probe.ts';

const request = { drink: 'cold-brew', size: 'large', name: 'Conny' };

export const idempotencyKey: Source = {
  name: 'The Idempotency-Key HTTP Header Field (draft 07)',
  url: 'https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header-07',
  clauses: [
    clause('§2.1', 'A key is taken as a quoted string, and as bare text', async (probe) => {
      const key = randomUUID();
      for (const form of [key, `"${key}"`]) equal((await keyed(probe, form)).status, 202, form);
    }),
    clause('§2.6', 'The first request with a key is carried out', async (probe) => {
      const { status, json } = await keyed(probe, randomUUID());
      equal(status, 202);
      equal((await probe.call('GET', `/orders/${json?.id}`)).status, 200);
    }),
    clause('§2.6', 'A retry is answered with the result of the first, and has no effect', async (probe) => {
      const key = randomUUID();
      const [first, retry] = [await keyed(probe, key), await keyed(probe, key)];
      equal(retry.status, 202);
      equal(retry.json?.id, first.json?.id);
      equal(retry.headers.get('location'), first.headers.get('location'));
      const { json } = await probe.call('GET', '/orders?limit=100');
      const orders = json?.items as readonly { id: string }[];
      equal(orders.filter(({ id }) => id === first.json?.id).length, 1);
    }),
    clause('§2.6', 'Concurrent requests have one effect: the same answer or 409', async (probe) => {
      const key = randomUUID();
      const answers = await Promise.all(Array.from({ length: 10 }, () => keyed(probe, key)));
      const accepted = answers.filter(({ status }) => status === 202);
      ok(accepted.length > 0, 'none was accepted');
      // Too much at once for the moment is not carried out, and says so.
      const refused = answers.filter(({ status }) => ![202, 409, 429, 503].includes(status));
      deepEqual(
        refused.map(({ status }) => status),
        [],
      );
      equal(new Set(accepted.map(({ json }) => json?.id)).size, 1);
    }),
    clause('§2.7', '422 when the key comes with another payload', async (probe) => {
      const key = randomUUID();
      await keyed(probe, key);
      const reused = await keyed(probe, key, { drink: 'espresso' });
      equal(reused.status, 422);
      ok(reused.json?.type, 'no problem type');
    }),
    clause('§2.7', '400 when a key is required and missing', async (probe) => {
      if ((await probe.post(request)).status === 202) throw new NotApplicable('the key is optional here');
    }),
    clause('§2.2', 'Two keys are two orders', async (probe) => {
      const [one, two] = [await keyed(probe, randomUUID()), await keyed(probe, randomUUID())];
      notEqual(one.json?.id, two.json?.id);
    }),
    clause('§5', 'A key is its customer’s own', async (probe) => {
      const { otherToken: token } = probe.deployment;
      if (!token) throw new NotApplicable('needs --other-token');
      const key = randomUUID();
      const [mine, theirs] = [await keyed(probe, key), await keyed(probe, key, request, { token })];
      equal(theirs.status, 202);
      notEqual(mine.json?.id, theirs.json?.id);
    }),
  ],
};

function keyed(probe: Probe, key: string, body: unknown = request, init: CallInit = {}): Promise<Answer> {
  return probe.post(body, { ...init, headers: { 'idempotency-key': key } });
}
