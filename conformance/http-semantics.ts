import { equal, match, notEqual, ok } from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { clause, NotApplicable, type Source } from './clause.ts';
import { nobodysOrder } from './nobodys-order.ts';
import type { Probe } from './probe.ts';

/** RFC 9110, 8.8.3. */
const entityTag = /^(W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

export const httpSemantics: Source = {
  name: 'RFC 9110 HTTP Semantics',
  url: 'https://www.rfc-editor.org/rfc/rfc9110',
  clauses: [
    clause('§15.3.3', '202 describes the request’s status and points to a status monitor', async (probe) => {
      const { accepted } = await probe.journey();
      equal(accepted.status, 202);
      equal(accepted.json?.status, 'queued');
      ok(accepted.headers.get('location'), 'no Location');
    }),
    clause('§10.2.2', 'Location refers to a resource that is there', async (probe) => {
      const { accepted, order } = await probe.journey();
      const monitor = await probe.call('GET', accepted.headers.get('location') ?? '');
      equal(monitor.status, 200);
      equal(monitor.json?.id, order.id);
    }),
    clause('§10.2.3', 'Retry-After is a whole number of seconds or a date', async (probe) => {
      const { accepted, underway } = await probe.journey();
      for (const { headers } of [accepted, underway]) {
        const value = headers.get('retry-after') ?? '';
        ok(/^\d+$/.test(value) || !Number.isNaN(Date.parse(value)), `Retry-After: ${value}`);
      }
    }),
    clause('§8.8.3', 'ETag has the syntax of an entity tag', async (probe) => {
      for (const { headers } of Object.values(await answersOf(probe)))
        match(headers.get('etag') ?? '', entityTag);
    }),
    clause('§8.8.3', 'Another representation has another ETag', async (probe) => {
      const { accepted, finished } = await answersOf(probe);
      notEqual(accepted.headers.get('etag'), finished.headers.get('etag'));
    }),
    clause('§13.1.2', 'If-None-Match of the current ETag: 304 without content', async (probe) => {
      const { order, finished } = await probe.journey();
      const answer = await conditional(probe, order.id, finished.headers.get('etag') ?? '');
      equal(answer.status, 304);
      equal(answer.text, '');
    }),
    clause('§15.4.5', '304 carries the ETag that a 200 would have', async (probe) => {
      const { order, finished } = await probe.journey();
      const etag = finished.headers.get('etag') ?? '';
      equal((await conditional(probe, order.id, etag)).headers.get('etag'), etag);
    }),
    clause('§13.1.2', 'If-None-Match compares weakly, takes a list and *', async (probe) => {
      const { order, finished } = await probe.journey();
      const etag = finished.headers.get('etag') ?? '';
      for (const value of [`W/${etag.replace('W/', '')}`, `"nothing", ${etag}`, '*']) {
        equal((await conditional(probe, order.id, value)).status, 304, `If-None-Match: ${value}`);
      }
    }),
    clause('§13.1.2', 'If-None-Match of another ETag: the whole answer', async (probe) => {
      const { order } = await probe.journey();
      equal((await conditional(probe, order.id, '"nothing"')).status, 200);
    }),
    clause(
      '§13.1.1',
      'If-Match compares strongly: 412 for another tag, a weak one, and what is no list of tags',
      async (probe) => {
        const { order, finished } = await probe.journey();
        const etag = finished.headers.get('etag') ?? '';
        for (const value of ['"nothing"', `W/${etag.replace('W/', '')}`, etag.replaceAll('"', '')]) {
          const { status } = await probe.call('GET', `/orders/${order.id}`, {
            headers: { 'if-match': value },
          });
          equal(status, 412, `If-Match: ${value}`);
        }
      },
    ),
    clause('§13.1.1', 'If-Match of the current ETag, in a list, or *: as without it', async (probe) => {
      const { order, finished } = await probe.journey();
      for (const value of [`"nothing", ${finished.headers.get('etag')}`, '*']) {
        const { status } = await probe.call('GET', `/orders/${order.id}`, { headers: { 'if-match': value } });
        equal(status, 200, `If-Match: ${value}`);
      }
    }),
    clause('§13.1.1', 'A request whose If-Match fails is not carried out', async (probe) => {
      const { id } = await probe.place();
      const headers = { 'if-match': '"nothing"' };
      const { status } = await probe.call('DELETE', `/orders/${id}`, { headers });
      const { json } = await probe.call('GET', `/orders/${id}`);
      notEqual(json?.status, 'cancelled');
      // Too late is too late, whatever the condition.
      ok(status === 412 || (status === 409 && json?.status === 'ready'), `${status}`);
      await probe.call('DELETE', `/orders/${id}`);
    }),
    clause(
      '§13.2.1',
      'A condition is left aside where the answer without it is no success',
      async (probe) => {
        const headers = { 'if-match': '"nothing"' };
        equal((await probe.call('GET', `/orders/${nobodysOrder}`, { headers })).status, 404);
      },
    ),
    clause('§13.2.2', 'If-Match is looked at before If-None-Match', async (probe) => {
      const { order, finished } = await probe.journey();
      const headers = { 'if-match': '"nothing"', 'if-none-match': finished.headers.get('etag') ?? '' };
      equal((await probe.call('GET', `/orders/${order.id}`, { headers })).status, 412);
    }),
    clause('§9.2.2', 'DELETE is idempotent', async (probe) => {
      const { id, cancelled } = await probe.placeAndCancel();
      const again = await probe.call('DELETE', `/orders/${id}`);
      equal(again.status, 200);
      equal(again.text, cancelled.text);
    }),
    clause(
      '§15.5.10',
      '409 when the state of the resource is in the way: a ready coffee is cancelled',
      async (probe) => {
        const { order } = await probe.journey();
        equal((await probe.call('DELETE', `/orders/${order.id}`)).status, 409);
      },
    ),
    clause('§15.5.2', '401 without a token, with WWW-Authenticate', async (probe) => {
      for (const token of [null, 'no-token']) {
        const { status, headers } = await probe.call('GET', '/orders', { token });
        equal(status, 401);
        match(headers.get('www-authenticate') ?? '', /^Bearer/i);
      }
    }),
    clause('§15.5.5', '404 for what is not there', async (probe) => {
      for (const path of [`/orders/${nobodysOrder}`, '/orders/none', '/tea']) {
        equal((await probe.call('GET', path)).status, 404, path);
      }
    }),
    clause('§15.5.5', '404 hides that somebody else’s order is there', async (probe) => {
      const { otherToken: token } = probe.deployment;
      if (!token) throw new NotApplicable('needs --other-token');
      const { order } = await probe.journey();
      const [theirs, nobodys] = [
        await probe.call('GET', `/orders/${order.id}`, { token }),
        await probe.call('GET', `/orders/${nobodysOrder}`, { token }),
      ];
      equal(theirs.status, 404);
      equal(theirs.text, nobodys.text);
      equal((await probe.call('DELETE', `/orders/${order.id}`, { token })).status, 404);
    }),
    clause('§15.5.6', '405 with Allow for a method that the resource does not have', async (probe) => {
      const { status, headers } = await probe.call('PUT', '/orders', { body: '{}' });
      equal(status, 405);
      match(headers.get('allow') ?? '', /GET.*POST|POST.*GET/);
    }),
    clause(
      '§9.3.2',
      'HEAD is answered as GET is, without content, or said not to be allowed',
      async (probe) => {
        const { order, finished } = await probe.journey();
        const { status, headers, text } = await probe.call('HEAD', `/orders/${order.id}`);
        equal(text, '');
        if (status === 405) ok(!/HEAD/.test(headers.get('allow') ?? 'HEAD'), 'allowed and not allowed');
        else
          for (const name of ['etag', 'content-type'])
            equal(headers.get(name), finished.headers.get(name), name);
      },
    ),
    clause('§8.6', 'Content-Length of HEAD, if there is one, is that of GET', async (probe) => {
      const { order, finished } = await probe.journey();
      const { status, headers } = await probe.call('HEAD', `/orders/${order.id}`);
      const length = headers.get('content-length');
      if (status !== 200 || length === null) throw new NotApplicable('HEAD says no length');
      equal(Number(length), Buffer.byteLength(finished.text));
    }),
    clause('§15.5.14', '413 for content that is too large', async (probe) => {
      equal((await probe.post({ drink: 'latte', name: 'x'.repeat(100_000) })).status, 413);
    }),
    clause('§15.5.16', '415 for content of another type', async (probe) => {
      const headers = { 'content-type': 'text/plain' };
      equal((await probe.post('drink=latte', { headers })).status, 415);
    }),
    clause('§12.5.3', '415 for content of another coding, with the codings that are taken', async (probe) => {
      const headers = { 'content-encoding': 'gzip' };
      const answer = await probe.post(gzipSync(JSON.stringify({ drink: 'espresso' })), { headers });
      if (answer.status === 202) throw new NotApplicable('gzip is taken');
      equal(answer.status, 415);
      ok(answer.headers.get('accept-encoding'), 'no Accept-Encoding');
    }),
    clause('RFC 8259 §8.1', '400 for JSON that is not UTF-8', async (probe) => {
      const name = Buffer.from([0x63, 0x61, 0x66, 0xe9]);
      const body = Buffer.concat([Buffer.from('{"drink":"espresso","name":"'), name, Buffer.from('"}')]);
      equal((await probe.post(body)).status, 400);
    }),
    clause('§15.5.21', '422 for content that is understood and cannot be done', async (probe) => {
      equal((await probe.post({ drink: 'tea' })).status, 422);
    }),
    clause('§8.3', 'Content comes with its Content-Type', async (probe) => {
      for (const { headers } of Object.values(await answersOf(probe))) {
        match(headers.get('content-type') ?? '', /^application\/json/);
      }
    }),
    clause('§6.6.1', 'Answers have a Date', async (probe) => {
      for (const { headers } of Object.values(await answersOf(probe))) {
        ok(!Number.isNaN(Date.parse(headers.get('date') ?? '')), 'no Date');
      }
    }),
    clause('RFC 9111 §3.5', 'No shared cache keeps a customer’s own answers', async (probe) => {
      for (const { headers } of Object.values(await answersOf(probe))) {
        match(headers.get('cache-control') ?? '', /private|no-store/);
      }
    }),
  ],
};

async function answersOf(probe: Probe) {
  const { accepted, underway, finished } = await probe.journey();
  return { accepted, underway, finished };
}

function conditional(probe: Probe, id: string, ifNoneMatch: string) {
  return probe.call('GET', `/orders/${id}`, { headers: { 'if-none-match': ifNoneMatch } });
}
