import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { platformClock } from '../../client/platform-clock.ts';
import { ClosedError, type PublicOrder, UnreachableError } from '../../coffee/client/index.ts';
import { aCustomer, reading, versionsIn } from './a-customer.ts';
import { orderOf, storyOf } from './order-story.ts';

const minute = 60_000;
const never = () => new Promise<never>(() => {});

/** Settled by now, or not. */
async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  const outcome = promise.then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  return Promise.race([outcome, new Promise((resolve) => setImmediate(resolve, 'still waiting'))]);
}

function untilReady({ client }: ReturnType<typeof aCustomer>, { id }: PublicOrder) {
  const ready = client.untilReady(id);
  ready.catch(() => {});
  return ready;
}

describe('nobody waits for ever', () => {
  it('for a token that never comes', async () => {
    const at = aCustomer({ token: never });
    const calls = [untilReady(at, orderOf('queued')), at.client.get(orderOf('queued').id)];
    for (const call of calls) call.catch(() => {});
    await at.clock.advance(36_000);
    for (const call of calls) expect(await outcomeOf(call)).toMatchObject({ error: { code: 'no-token' } });
    expect(at.api.calls).toEqual([]);
  });

  it('for a token that cannot be had', async () => {
    const at = aCustomer({ token: () => Promise.reject(new Error('signed out')) });
    const ready = untilReady(at, orderOf('queued'));
    await at.clock.advance(0);
    expect(await outcomeOf(ready)).toMatchObject({ error: new Error('signed out') });
  });

  it('for an answer, though nobody hears that there is no need for it any more', async () => {
    const at = aCustomer({ fetch: never });
    const call = at.client.get(orderOf('queued').id);
    call.catch(() => {});
    await at.clock.advance(4 * minute);
    expect(await outcomeOf(call)).toMatchObject({ error: expect.any(UnreachableError) });
  });

  it('for a socket that never opens', async () => {
    const at = aCustomer();
    const ready = orderOf('ready');
    at.line.hangs = true;
    at.api.put(orderOf('queued', ready.id));
    const waiting = untilReady(at, ready);
    await at.clock.advance(minute);
    expect(at.states).toEqual(['connecting', 'polling']);
    at.api.put(ready);
    await at.clock.advance(10_000);
    expect(await outcomeOf(waiting)).toEqual({ value: ready });
  });

  it('for an order of which no event comes, nor an answer to a sync', async () => {
    const at = aCustomer();
    const ready = orderOf('ready');
    at.api.put(orderOf('queued', ready.id));
    const waiting = untilReady(at, ready);
    await at.clock.advance(minute);
    at.api.put(ready);
    await at.clock.advance(6 * minute);
    expect(await outcomeOf(waiting)).toEqual({ value: ready });
    expect(at.states).toEqual(['connecting', 'online', 'idle']);
  });

  it('for an order that is gone since the shop was started again', async () => {
    const at = aCustomer();
    const brewing = orderOf('brewing');
    at.api.put(brewing);
    at.line.current = () => [storyOf(brewing.id)[2] as object];
    const waiting = untilReady(at, brewing);
    const all = reading(at.client.watchAll());
    await at.clock.advance(minute);
    at.api.orders.clear();
    at.line.current = () => [];
    at.line.last.drop();
    await at.clock.advance(10_000);
    expect(await outcomeOf(waiting)).toMatchObject({ error: { status: 404 } });
    // Whoever watches all goes on, and is not asked to look after it any more.
    at.line.last.drop();
    await at.clock.advance(1000);
    expect(at.line.last.said[0]).toEqual({ action: 'sync', seen: {} });
    expect(versionsIn(all)).toEqual([3]);
  });

  it('for an order that there is not, of which the API could not tell at first', async () => {
    const at = aCustomer();
    at.api.refusal = { status: 503 };
    const waiting = untilReady(at, orderOf('queued'));
    await at.clock.advance(minute);
    expect(await outcomeOf(waiting)).toBe('still waiting');
    at.api.refusal = undefined;
    await at.clock.advance(6 * minute);
    expect(await outcomeOf(waiting)).toMatchObject({ error: { status: 404 } });
  });

  it('for an order that somebody else has found to be gone', async () => {
    const at = aCustomer();
    const brewing = orderOf('brewing');
    at.api.put(brewing);
    const waiting = untilReady(at, brewing);
    await at.clock.advance(0);
    at.api.orders.clear();
    await expect(at.client.get(brewing.id.toUpperCase())).rejects.toMatchObject({ status: 404 });
    expect(await outcomeOf(waiting)).toMatchObject({ error: { status: 404 } });
  });

  it('on a client that was closed, nor keeps its line open by not reading on', async () => {
    const at = aCustomer();
    const brewing = orderOf('brewing');
    at.api.put(brewing);
    const waiting = untilReady(at, brewing);
    const paused = at.client.watch(brewing.id);
    await Promise.all([paused.next(), at.clock.advance(0)]);
    at.client.close();
    expect(at.client.state).toBe('idle');
    expect(await outcomeOf(waiting)).toMatchObject({ error: expect.any(ClosedError) });
    expect(at.line.open).toEqual([]);

    const again = reading(at.client.watchAll());
    await at.clock.advance(0);
    expect(at.client.state).toBe('online');
    expect(await paused.next()).toEqual({ done: true, value: undefined });
    expect(at.client.state).toBe('online');
    expect(versionsIn(again)).toEqual([3]);
  });

  it('because a listener threw', async () => {
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
    const at = aCustomer();
    const [queued] = storyOf();
    at.line.current = () => [queued as object];
    at.client.onState((state) => {
      if (state === 'online') throw new Error('clumsy');
    });
    const watched = reading(at.client.watchAll());
    await at.clock.advance(0);
    expect(await thrown).toEqual(new Error('clumsy'));
    for (const other of others) process.on('uncaughtException', other);
    expect(versionsIn(watched)).toEqual([1]);
  });

  it('because the other side says whatever it likes', async () => {
    const at = aCustomer();
    const watched = reading(at.client.watchAll());
    await at.clock.advance(0);
    const [queued] = storyOf();
    const order = fc.record(
      {
        id: fc.uuid(),
        status: fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'toString', 'ready')),
        version: fc.integer(),
        history: fc.array(fc.anything()),
        drink: fc.anything(),
        stepStartedAt: fc.anything(),
        stepEndsAt: fc.anything(),
      },
      { requiredKeys: ['id', 'status', 'version', 'history'] },
    );
    const data = fc.record(
      { order, message: fc.anything(), resultAt: fc.anything() },
      { requiredKeys: ['order'] },
    );
    const { id } = queued?.data.order ?? {};
    const strange = { id, status: 'brewing', version: 0, history: [], stepStartedAt: { toString: 1 } };
    const notATime = JSON.stringify({ data: { order: strange } });
    const frame = fc.oneof(
      fc.anything().map((value) => JSON.stringify(value) ?? ''),
      data.map((value) => JSON.stringify({ data: value })),
      fc
        .record({ type: fc.constantFrom('more', 'error', 'pong'), after: fc.anything() })
        .map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(frame, async (text) => {
        at.line.last.hear(text);
        await at.clock.advance(100);
      }),
      { numRuns: 500, examples: [[notATime]] },
    );
    at.line.last.hear(queued);
    await at.clock.advance(0);
    expect(watched.heard.at(-1)?.order).toEqual(queued?.data.order);
  });

  it('because a timer cannot count so far', async () => {
    const late = new AbortController();
    const sleeping = platformClock.sleep(2 ** 40, late.signal);
    const first = await Promise.race([
      sleeping.then(() => 'woken'),
      new Promise((wake) => setTimeout(wake, 50, 'asleep')),
    ]);
    expect(first).toBe('asleep');
    late.abort();
    await sleeping;
  });
});
