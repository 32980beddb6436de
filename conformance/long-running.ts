import { equal, notEqual, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { clause, NotApplicable, type Source } from './clause.ts';
import { nobodysOrder } from './nobodys-order.ts';
import { coldBrew } from './probe.ts';

export const longRunningOperations: Source = {
  name: 'AIP-151 Long-running operations',
  url: 'https://google.aip.dev/151',
  clauses: [
    clause('Guidance', 'A method always answers with an operation, however fast it may be', async (probe) => {
      for (const drink of ['espresso', 'cold-brew']) {
        const { status, json } = await probe.post({ drink });
        equal(status, 202);
        ok(typeof json?.id === 'string' && !('result' in json));
      }
    }),
    clause('Guidance', 'The operation can be asked for until it is done, and afterwards', async (probe) => {
      const { underway, finished } = await probe.journey();
      equal(underway.status, 200);
      equal(finished.status, 200);
    }),
    clause('Guidance', 'Done has a result or an error, not done has neither', async (probe) => {
      const { underway, finished } = await probe.journey();
      ok(!underway.json?.result && !underway.json?.failure, 'a result too early');
      ok(Boolean(finished.json?.result) !== Boolean(finished.json?.failure), 'neither or both');
    }),
    clause('Metadata', 'Its progress can be told', async (probe) => {
      const { accepted, finished } = await probe.journey();
      equal(accepted.json?.progress, 0);
      equal(finished.json?.progress, 1);
    }),
    clause('Parallel operations', 'Several operations run side by side', async (probe) => {
      const orders = await Promise.all(Array.from({ length: 3 }, () => probe.place()));
      equal(new Set(orders.map(({ id }) => id)).size, 3);
    }),
    clause('Errors', 'What can be refused is refused at once, not by a failed operation', async (probe) => {
      ok((await probe.post({ drink: 'tea' })).status >= 400);
    }),
    clause('Expiration', 'Operations are kept for a while: told in the docs', async () => {
      throw new NotApplicable('days, which no run can wait for');
    }),
  ],
};

export const requestIdentification: Source = {
  name: 'AIP-155 Request identification',
  url: 'https://google.aip.dev/155',
  clauses: [
    clause('Guidance', 'A request id is optional', async (probe) => {
      equal((await probe.post({ drink: 'espresso' })).status, 202);
    }),
    clause('Guidance', 'A UUID is taken as one', async (probe) => {
      const headers = { 'idempotency-key': randomUUID() };
      equal((await probe.post(coldBrew, { headers })).status, 202);
    }),
    clause('Guidance', 'A repeated id guarantees that nothing happens twice', async (probe) => {
      const headers = { 'idempotency-key': randomUUID() };
      const [first, second] = [await probe.place({ headers }), await probe.place({ headers })];
      equal(first.id, second.id);
    }),
    clause('Guidance', 'What another id asks for is something else', async (probe) => {
      const [first, second] = [await probe.place(), await probe.place()];
      notEqual(first.id, second.id);
    }),
    clause(
      'Stale success responses',
      'A late repetition may be answered with how it is now',
      async (probe) => {
        const headers = { 'idempotency-key': randomUUID() };
        const { id } = await probe.place({ headers });
        await probe.call('DELETE', `/orders/${id}`);
        const { status, json } = await probe.post(coldBrew, { headers });
        equal(status, 202);
        notEqual(json?.status, 'queued');
      },
    ),
  ],
};

export const asyncRequestReply: Source = {
  name: 'Azure: Asynchronous Request-Reply pattern',
  url: 'https://learn.microsoft.com/azure/architecture/patterns/async-request-reply',
  clauses: [
    clause('Solution', 'It answers 202 at once, long before the work is done', async (probe) => {
      const { accepted, heard } = await probe.journey();
      equal(accepted.status, 202);
      const [first, last] = [heard.at(0), heard.at(-1)];
      ok(Date.parse(last?.time ?? '') > Date.parse(first?.time ?? ''), 'the work took no time');
    }),
    clause('Considerations', '202 says where and how often to poll', async (probe) => {
      const { accepted } = await probe.journey();
      ok(accepted.headers.has('location') && accepted.headers.has('retry-after'));
    }),
    clause('Solution', 'While it is pending, the status is 200 and says so', async (probe) => {
      const { underway } = await probe.journey();
      equal(underway.status, 200);
      notEqual(underway.json?.status, 'ready');
      ok(underway.headers.has('retry-after'), 'no Retry-After');
    }),
    clause('Solution', 'When it is done, the status gives the result, or redirects to it', async (probe) => {
      const { finished } = await probe.journey();
      equal(finished.status, 200);
      ok(finished.json?.result, 'no result');
      ok(!finished.headers.has('retry-after'), 'Retry-After of what changes no more');
    }),
    clause('Considerations', 'Who asks for nothing that was accepted gets 404', async (probe) => {
      equal((await probe.call('GET', `/orders/${nobodysOrder}`)).status, 404);
    }),
    clause('Considerations', 'A client may cancel', async (probe) => {
      const { id } = await probe.placeAndCancel();
      equal((await probe.call('GET', `/orders/${id}`)).json?.status, 'cancelled');
    }),
  ],
};
