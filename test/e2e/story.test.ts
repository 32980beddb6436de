import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { cloudEventSchema } from '../../domain/order/events.ts';
import { type PublicOrder, publicOrderSchema } from '../../domain/order/public-order.ts';
import { call, Listener, order, shop } from './shop.ts';

interface ProblemBody {
  readonly title: string;
}

const lines: Listener[] = [];
afterEach(() => {
  for (const line of lines.splice(0)) line.close();
});

async function listen(token = shop.token): Promise<Listener> {
  const line = await Listener.connect(token);
  lines.push(line);
  return line;
}

function eventsOf(line: Listener, { id }: PublicOrder) {
  return line.heard.filter((event) => event.subject === id);
}

describe('a coffee', () => {
  it.each(['🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}', 'അവന്\u200d', 'ශ්\u200dරී ක්\u200d'])(
    'is for %s as well',
    async (name) => {
      expect(await order({ drink: 'espresso', name })).toMatchObject({ status: 202, body: { name } });
    },
  );

  it('may be ordered as JSON of any kind', async () => {
    const headers = { 'content-type': 'application/vnd.shop.order+json' };
    const { status } = await call('POST', '/orders', { body: '{"drink":"espresso","name":"Zoë"}', headers });
    expect(status).toBe(202);
  });

  it('is accepted with 202, Location and Retry-After, and called out when it is ready', async () => {
    const line = await listen();
    const { status, headers, body } = await order({ drink: 'latte', size: 'large', name: 'Shawn' });
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'queued', version: 1, progress: 0, name: 'Shawn' });
    expect(headers.get('location')).toBe(`/orders/${body.id}`);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);

    const { data } = await line.hearStatus(body.id, 'ready');
    expect(data.message).toBe('Your coffee is ready! Come grab it!');
    expect(data.order).toMatchObject({
      status: 'ready',
      progress: 1,
      result: { labelling: { label: expect.stringContaining('SHAWN') } },
    });
  });

  it('shows every status of its recipe in order, once, and the same by GET', async () => {
    const line = await listen();
    const { body } = await order({ drink: 'latte' });
    await line.hearStatus(body.id, 'ready');
    const events = eventsOf(line, body);
    expect(events.map(({ type }) => type.replace('coffee.', ''))).toEqual([
      'queued',
      'grinding',
      'brewing',
      'steaming',
      'pouring',
      'labelling',
      'ready',
    ]);
    expect(events.map(({ data }) => data.order.version)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const progress = events.map(({ data }) => data.order.progress);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    for (const event of events) v.parse(cloudEventSchema, event);

    const read = await call('GET', `/orders/${body.id}`);
    expect(read.body).toEqual(events.at(-1)?.data.order);
    const { drink, size, ...common } = read.body;
    expect({ drink, size }).toEqual({ drink: 'latte', size: 'medium' });
    expect(v.parse(publicOrderSchema, common)).toEqual(common);
  });

  it('is heard of by who connects late and syncs', async () => {
    const { body } = await order({ drink: 'espresso' });
    const early = await listen();
    early.say({ action: 'sync' });
    await early.hearStatus(body.id, 'ready');

    const late = await listen();
    late.say({ action: 'sync', seen: { [body.id]: 1 } });
    expect((await late.hearStatus(body.id, 'ready')).id).toBe(
      eventsOf(early, body).find(({ type }) => type === 'coffee.ready')?.id,
    );
  });

  it('is not told again to who has seen its end', async () => {
    const line = await listen();
    const { body } = await order({ drink: 'espresso' });
    const { data } = await line.hearStatus(body.id, 'ready');
    const again = await listen();
    again.say({ action: 'sync', seen: { [body.id]: data.order.version } });
    again.say({ action: 'ping' });
    expect(await again.reply()).toEqual({ type: 'pong' });
    expect(eventsOf(again, body)).toEqual([]);
  });

  it('is called out on every socket of its customer', async () => {
    const [desk, phone] = await Promise.all([listen(), listen()]);
    const { body } = await order({ drink: 'espresso' });
    const [atDesk, onPhone] = await Promise.all([
      desk?.hearStatus(body.id, 'ready'),
      phone?.hearStatus(body.id, 'ready'),
    ]);
    expect(atDesk).toEqual(onPhone);
  });

  it.runIf(shop.otherToken)('is nobody else’s business (P5)', async () => {
    const token = shop.otherToken as string;
    const other = await listen(token);
    const { body } = await order({ drink: 'espresso' });
    const mine = await listen();
    mine.say({ action: 'sync', seen: { [body.id]: 1 } });
    await mine.hearStatus(body.id, 'ready');

    const theirs = await order({ drink: 'espresso' }, { token });
    other.say({ action: 'sync', seen: { [body.id]: 0 } });
    await other.hearStatus(theirs.body.id, 'ready');
    expect(eventsOf(other, body)).toEqual([]);

    const unknown = await call<object>('GET', '/orders/0197f3a0-0000-7000-8000-000000000001', { token });
    for (const method of ['GET', 'DELETE']) {
      const foreign = await call<object>(method, `/orders/${body.id}`, { token });
      expect(foreign.status).toBe(404);
      expect(foreign.body).toEqual(unknown.body);
    }
    const list = await call<{ items: PublicOrder[] }>('GET', '/orders?limit=100', { token });
    expect(list.body.items.map(({ id }) => id)).not.toContain(body.id);
  });
});

describe('asking for orders', () => {
  it('answers 304 to who knows the version', async () => {
    const { body } = await order({ drink: 'espresso' });
    const line = await listen();
    line.say({ action: 'sync', seen: { [body.id]: 0 } });
    await line.hearStatus(body.id, 'ready');
    const read = await call('GET', `/orders/${body.id}`);
    const etag = read.headers.get('etag') as string;
    expect(etag).toBe(`"v${read.body.version}"`);
    expect(read.headers.has('retry-after')).toBe(false);
    const again = await call<string>('GET', `/orders/${body.id}`, { headers: { 'if-none-match': etag } });
    expect(again).toMatchObject({ status: 304, body: '' });
  });

  it.each(['/menu', '/orders', '/orders/{id}'])(
    'answers HEAD on %s as GET, without body',
    async (pattern) => {
      const placed = await order({ drink: 'cold-brew', size: 'large' });
      await call('DELETE', `/orders/${placed.body.id}`);
      const path = pattern.replace('{id}', placed.body.id);
      const [get, head] = [await call('GET', path), await call<string>('HEAD', path)];
      expect(head).toMatchObject({ status: 200, body: '' });
      const told = ({ headers }: { headers: Headers }) =>
        ['content-type', 'content-length', 'etag', 'cache-control'].map((name) => headers.get(name));
      expect(told(head)).toEqual(told(get));
    },
  );

  it('lets nobody but a customer ask HEAD for orders', async () => {
    const path = '/orders/0197f3a0-0000-7000-8000-000000000001';
    for (const url of ['/orders', path]) {
      expect((await call('HEAD', url, { token: null })).status).toBe(401);
    }
    expect((await call('HEAD', path)).status).toBe(404);
  });

  it('lists them newest first, page by page', async () => {
    const placed = [];
    for (const drink of ['espresso', 'latte', 'cappuccino']) placed.push((await order({ drink })).body.id);
    type Page = { items: PublicOrder[]; nextCursor?: string };
    const first = await call<Page>('GET', '/orders?limit=2');
    const second = await call<Page>('GET', `/orders?limit=2&cursor=${first.body.nextCursor}`);
    const ids = [...first.body.items, ...second.body.items].map(({ id }) => id);
    expect(ids).toHaveLength(4);
    expect(ids.slice(0, 3)).toEqual(placed.reverse());
    expect(new Set(ids).size).toBe(4);
  });

  it('lists those of one status', async () => {
    const { body } = await order({ drink: 'cold-brew', size: 'large' });
    await call('DELETE', `/orders/${body.id}`);
    const { items } = (await call<{ items: PublicOrder[] }>('GET', '/orders?status=cancelled')).body;
    expect(items[0]?.id).toBe(body.id);
    expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['cancelled']));
  });

  it('shows the menu to everyone', async () => {
    const { status, body } = await call<{ drinks: { drink: string }[] }>('GET', '/menu', { token: null });
    expect(status).toBe(200);
    expect(body.drinks.map(({ drink }) => drink)).toContain('cold-brew');
  });
});

describe('cancelling', () => {
  it('ends the order, is told, and may be repeated', async () => {
    const line = await listen();
    const { body } = await order({ drink: 'cold-brew', size: 'large' });
    const cancelled = await call('DELETE', `/orders/${body.id}`);
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect((await line.hearStatus(body.id, 'cancelled')).data.order).toEqual(cancelled.body);
    expect(await call('DELETE', `/orders/${body.id}`)).toMatchObject({ status: 200, body: cancelled.body });
  });

  it('is for the version that If-Match names, and for no other', async () => {
    const line = await listen();
    const { body } = await order({ drink: 'cold-brew', size: 'large' });
    const path = `/orders/${body.id}`;
    await line.hearStatus(body.id, 'grinding');
    for (const tags of [`"v${body.version}"`, 'W/"v2"', 'v2', '"v2", *']) {
      const refused = await call<ProblemBody>('DELETE', path, { headers: { 'if-match': tags } });
      expect(refused).toMatchObject({ status: 412, body: { title: 'Precondition failed' } });
    }
    const now = await call('GET', path);
    expect(now.body.status).not.toBe('cancelled');
    // The order may go on between reading and cancelling: then it is read again, as a client does.
    let etag = now.headers.get('etag');
    let cancelled = await call('DELETE', path, { headers: { 'if-match': `"v0", ${etag}` } });
    while (cancelled.status === 412) {
      etag = (await call('GET', path)).headers.get('etag');
      cancelled = await call('DELETE', path, { headers: { 'if-match': `"v0", ${etag}` } });
    }
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    const again = await call('DELETE', path, { headers: { 'if-match': String(etag) } });
    expect(again).toMatchObject({ status: 200, body: cancelled.body });
  });

  it('comes too late for a coffee that is ready', async () => {
    const line = await listen();
    const { body } = await order({ drink: 'espresso' });
    await line.hearStatus(body.id, 'ready');
    expect(await call('DELETE', `/orders/${body.id}`)).toMatchObject({ status: 409, body: { status: 409 } });
  });
});

describe('an Idempotency-Key', () => {
  it('makes one order of fifty requests at once (fault 44)', async () => {
    const key = crypto.randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => order({ drink: 'latte', name: 'Twice' }, { key })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('says of a repeated request that it is one', async () => {
    const key = crypto.randomUUID();
    const [first, again] = [
      await order({ drink: 'espresso' }, { key }),
      await order({ drink: 'espresso' }, { key }),
    ];
    expect(first.headers.has('idempotency-replayed')).toBe(false);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again).toMatchObject({ status: 202, body: { id: first.body.id } });
  });

  it('may not come with another order (fault 45)', async () => {
    const key = crypto.randomUUID();
    await order({ drink: 'latte' }, { key });
    expect(await order({ drink: 'espresso' }, { key })).toMatchObject({
      status: 422,
      body: { title: 'Idempotency key reused' },
    });
  });

  it.runIf(shop.otherToken)('is its customer’s own (fault 46)', async () => {
    const key = crypto.randomUUID();
    const mine = await order({ drink: 'latte' }, { key });
    const theirs = await order({ drink: 'latte' }, { key, token: shop.otherToken as string });
    expect(theirs.status).toBe(202);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });
});
