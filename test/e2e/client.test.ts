import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ClientOptions, SocketClass } from '../../client/client-options.ts';
import { CoffeeClient, OrderEndedError, ProblemError } from '../../coffee/client/index.ts';
import { hearUntilEnded, statusesIn } from '../client/heard.ts';
import { shop } from './shop.ts';

const clients: CoffeeClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

function customer(options: Partial<ClientOptions> = {}): CoffeeClient {
  const token = async () => shop.token;
  const client = new CoffeeClient({ apiUrl: shop.url, liveUrl: shop.live, token, ...options });
  clients.push(client);
  return client;
}

const latte = ['queued', 'grinding', 'brewing', 'steaming', 'pouring', 'labelling', 'ready'];

/** The line is cut each second, without a word. */
class CutEverySecond extends WebSocket {
  static cuts = 0;

  constructor(url: string, protocols: string[]) {
    super(url, protocols);
    const cut = setTimeout(() => {
      CutEverySecond.cuts += 1;
      this.terminate();
    }, 1000);
    this.once('close', () => clearTimeout(cut));
  }
}

/** A network that lets no WebSocket through. */
const NoWebSocket: SocketClass = class extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url.replace(/\/live$/, '/nowhere'), protocols);
  }
};

describe('the client', () => {
  it('orders and watches until the coffee is ready', async () => {
    const client = customer();
    const { id } = await client.order({ drink: 'latte', name: 'Shawn' });
    const updates = await Array.fromAsync(client.watch(id));
    expect(statusesIn(updates)).toEqual(latte);
    expect(updates.at(-1)).toMatchObject({
      message: 'Your coffee is ready! Come grab it!',
      order: { status: 'ready', result: { labelling: { pickupCode: expect.any(String) } } },
    });
    expect(await client.get(id)).toEqual(updates.at(-1)?.order);
  });

  it('gives the ready coffee, cancels, lists, and says what is wrong', async () => {
    const client = customer();
    const key = crypto.randomUUID();
    const first = await client.order({ drink: 'espresso' }, { idempotencyKey: key });
    expect((await client.order({ drink: 'espresso' }, { idempotencyKey: key })).id).toBe(first.id);
    expect(await client.untilReady(first.id)).toMatchObject({ id: first.id, status: 'ready' });

    const second = await client.order({ drink: 'cold-brew', size: 'large' });
    const ready = client.untilReady(second.id).catch((error: unknown) => error);
    expect(await client.cancel(second.id)).toMatchObject({ status: 'cancelled' });
    expect(await ready).toBeInstanceOf(OrderEndedError);

    const { items } = await client.list({ limit: 2 });
    expect(items.map(({ id }) => id)).toEqual([second.id, first.id]);
    const tea = await client.order({ drink: 'tea' as 'latte' }).catch((error: unknown) => error);
    expect(tea).toBeInstanceOf(ProblemError);
    expect(tea).toMatchObject({ status: 422, errors: [{ pointer: '#/drink' }] });
    expect((await client.menu()).map(({ drink }) => drink)).toContain('latte');
  });

  it('polls to the end where no WebSocket comes through', async () => {
    const client = customer({ WebSocket: NoWebSocket });
    const { id } = await client.order({ drink: 'espresso' });
    const updates = await Array.fromAsync(client.watch(id));
    expect(statusesIn(updates)).toEqual(['queued', 'grinding', 'brewing', 'labelling', 'ready']);
  });

  it('misses no status of 100 orders on a line that is cut every second', async () => {
    const client = customer({ WebSocket: CutEverySecond });
    const watching = hearUntilEnded(client, 100);
    const orders: string[] = [];
    // In waves, so that the watching goes through several cuts.
    for (let wave = 0; wave < 4; wave += 1) {
      const placed = await Promise.all(Array.from({ length: 25 }, () => client.order({ drink: 'latte' })));
      for (const { id } of placed) orders.push(id);
      await client.untilReady(orders.at(-1) as string);
    }
    const heard = await watching;
    expect(CutEverySecond.cuts).toBeGreaterThan(2);
    for (const id of orders) expect(statusesIn(heard, id)).toEqual(latte);
  });
});
