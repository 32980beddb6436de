import { describe, expect, it } from 'vitest';
import { OrderEndedError } from '../../coffee/client/index.ts';
import { aCustomer, reading, versionsIn } from './a-customer.ts';
import type { CloudEvent } from './order-story.ts';
import { orderOf, storyOf } from './order-story.ts';

const minute = 60_000;
describe('watching an order', () => {
  it('starts with what it is now, tells each change, and ends with the order', async () => {
    const { clock, line, api, client, states } = aCustomer();
    const story = storyOf();
    const [queued] = story as [CloudEvent];
    api.put(queued.data.order);
    const watched = reading(client.watch(queued.subject));
    await clock.advance(0);
    for (const event of story) {
      line.last.hear(event);
      line.last.hear(storyOf()[1]);
      await clock.advance(0);
    }
    await watched.end;
    expect(versionsIn(watched)).toEqual([1, 2, 3, 4, 5]);
    expect(watched.heard.at(-1)?.message).toBe('Your coffee is ready! Come grab it!');
    expect(states.at(-1)).toBe('idle');
  });

  it('tells the end of an order that has ended before', async () => {
    const { api, client } = aCustomer();
    const ready = orderOf('ready');
    api.put(ready);
    const updates = await Array.fromAsync(client.watch(ready.id));
    expect(updates).toEqual([
      { order: ready, message: 'Your coffee is ready! Come grab it!', statuses: ready.history },
    ]);
  });

  it('fails for an order that is not there', async () => {
    const { client } = aCustomer();
    const id = orderOf('queued').id;
    await expect(Array.fromAsync(client.watch(id))).rejects.toMatchObject({ status: 404 });
  });

  it('asks the line for it too, because the API may be out of reach', async () => {
    const { clock, line, api, client } = aCustomer();
    const story = storyOf();
    const ready = story.at(-1) as CloudEvent;
    api.down = true;
    line.current = () => [ready];
    const updates = await Promise.all([Array.fromAsync(client.watch(ready.subject)), clock.advance(0)]);
    expect(line.last.said[0]).toEqual({ action: 'sync', seen: { [ready.subject]: 0 } });
    expect(updates[0].map(({ order }) => order.status)).toEqual(['ready']);
  });

  it('gives a slow reader the newest of it, with all statuses in between', async () => {
    const { clock, line, api, client } = aCustomer();
    const story = storyOf();
    api.put(story[0]?.data.order);
    const updates = client.watch(story[0]?.subject as string);
    await Promise.all([updates.next(), clock.advance(0)]);
    for (const event of story) line.last.hear(event);
    const { value } = await updates.next();
    expect(value?.order.status).toBe('ready');
    expect(value?.statuses.map(({ status }) => status)).toEqual([
      'grinding',
      'brewing',
      'labelling',
      'ready',
    ]);
    expect(await updates.next()).toEqual({ done: true, value: undefined });
  });

  it('until it is ready gives the coffee', async () => {
    const { api, client } = aCustomer();
    const ready = orderOf('ready');
    api.put(ready);
    expect(await client.untilReady(ready.id)).toEqual(ready);
  });

  it.each(['cancelled', 'failed'] as const)('until it is ready rejects when it is %s', async (status) => {
    const { api, client } = aCustomer();
    const order = orderOf(status);
    api.put(order);
    const error = await client.untilReady(order.id).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OrderEndedError);
    expect(error).toMatchObject({ order });
  });

  it('ends with its signal', async () => {
    const { clock, api, client } = aCustomer();
    const order = orderOf('brewing');
    api.put(order);
    const stop = new AbortController();
    const ready = client.untilReady(order.id, { signal: stop.signal });
    ready.catch(() => {});
    await clock.advance(1000);
    stop.abort(new Error('gone home'));
    await expect(ready).rejects.toThrow('gone home');
    expect(client.state).toBe('idle');
  });

  it('hears at once of what the client itself has done', async () => {
    const { clock, line, api, client } = aCustomer();
    const order = orderOf('queued');
    api.put(order);
    const watched = reading(client.watchAll());
    await clock.advance(0);
    await client.get(order.id);
    line.last.hear(storyOf(order.id)[0]);
    await clock.advance(0);
    expect(versionsIn(watched)).toEqual([1]);
  });

  it('remembers an order that was placed before, and asks how it went', async () => {
    const { clock, line, api, client } = aCustomer();
    const order = orderOf('queued');
    api.put(order);
    await client.get(order.id);
    reading(client.watchAll());
    await clock.advance(0);
    expect(line.last.said[0]).toEqual({ action: 'sync', seen: { [order.id]: 1 } });
  });

  it('names in each question as many orders as a message takes, those longest without news first', async () => {
    const { clock, line, api, client } = aCustomer();
    const orders = Array.from({ length: 200 }, () => orderOf('queued'));
    api.put(...orders);
    for (const { id } of orders) await client.get(id);
    reading(client.watchAll());
    await clock.advance(0);
    const [first] = line.last.said;
    expect(Object.keys(first?.seen ?? {})).toEqual(orders.slice(0, 80).map(({ id }) => id));
    expect(JSON.stringify(first).length).toBeLessThan(4096);
    // Nothing was told: the API is asked for all of them, one after the other.
    api.calls.length = 0;
    await clock.advance(10_000);
    expect(new Set(api.calls.map(({ path }) => path)).size).toBe(200);
  });
});

describe('polling, when WebSockets do not work', () => {
  it('asks when Retry-After says, by ETag, until the order has ended', async () => {
    const { clock, line, api, client, states } = aCustomer();
    const story = storyOf();
    const id = story[0]?.subject as string;
    line.refuses = true;
    api.put(story[0]?.data.order);
    const watched = reading(client.watch(id));
    await clock.advance(1000);
    expect(states).toEqual(['connecting', 'polling']);
    api.calls.length = 0;
    await clock.advance(9000);
    expect(api.calls).toEqual(Array(3).fill({ path: `/orders/${id}`, etag: '"v1"', status: 304 }));
    for (const event of story.slice(1)) {
      api.put(event.data.order);
      await clock.advance(3000);
    }
    await watched.end;
    expect(versionsIn(watched)).toEqual([1, 2, 3, 4, 5]);
  });

  it('finds the orders of other devices, and does not call out what was ready long ago', async () => {
    const { clock, line, api, client } = aCustomer();
    line.refuses = true;
    const [brewing, old] = [orderOf('brewing'), orderOf('ready')];
    api.put(brewing, old);
    const watched = reading(client.watchAll());
    await clock.advance(10_000);
    expect(watched.heard.map(({ order }) => order.id)).toEqual([brewing.id]);
    api.put(orderOf('ready', brewing.id));
    await clock.advance(10_000);
    expect(watched.heard.map(({ order }) => order.status)).toEqual(['brewing', 'ready']);
  });

  it('says offline when the API is out of reach too, and goes on when it is back', async () => {
    const { clock, line, api, client, states } = aCustomer();
    const order = orderOf('brewing');
    line.refuses = true;
    api.down = true;
    const watched = reading(client.watch(order.id));
    await clock.advance(60_000);
    expect(states).toEqual(['connecting', 'offline']);
    api.down = false;
    api.put(orderOf('ready', order.id));
    await clock.advance(60_000);
    await watched.end;
    expect(watched.heard.map(({ order: { status } }) => status)).toEqual(['ready']);
  });

  it('leaves an API alone that is out of reach, or says when to come again', async () => {
    const { clock, line, api, client } = aCustomer();
    line.refuses = true;
    api.down = true;
    reading(client.watchAll());
    await clock.advance(minute);
    api.calls.length = 0;
    await clock.advance(10 * minute);
    // Five attempts at most every 20 seconds, which is half of the longest pause.
    expect(api.calls.length).toBeLessThanOrEqual(5 * 30);
    api.down = false;
    api.refusal = { status: 503, headers: { 'retry-after': '3600' } };
    await clock.advance(minute);
    api.calls.length = 0;
    await clock.advance(58 * minute);
    expect(api.calls).toEqual([]);
    await clock.advance(2 * minute);
    expect(api.calls).toHaveLength(1);
  });

  it('ends when a WebSocket can be had again', async () => {
    const { clock, line, api, client, states } = aCustomer();
    const order = orderOf('brewing');
    api.put(order);
    line.refuses = true;
    line.current = () => [storyOf(order.id)[order.version - 1] as CloudEvent];
    reading(client.watch(order.id));
    await clock.advance(5000);
    line.refuses = false;
    await clock.advance(30_000);
    expect(states).toEqual(['connecting', 'polling', 'online']);
    api.calls.length = 0;
    await clock.advance(30_000);
    expect(api.calls).toEqual([]);
  });

  it('fails for an order that is not there any more', async () => {
    const { clock, line, api, client } = aCustomer();
    const order = orderOf('brewing');
    api.put(order);
    line.refuses = true;
    const watched = reading(client.watch(order.id));
    await clock.advance(5000);
    api.orders.clear();
    await clock.advance(5000);
    await expect(watched.end).rejects.toMatchObject({ status: 404 });
  });
});
