import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket as WsWebSocket } from 'ws';
import type { SocketClass } from '../../client/client-options.ts';
import { CoffeeClient } from '../../coffee/client/index.ts';
import { hearUntilEnded, statusesIn } from './heard.ts';
import { HostileShop, json, type Reaction } from './hostile-shop.ts';
import type { CloudEvent } from './order-story.ts';
import { storyOf } from './order-story.ts';

let shop: HostileShop;
beforeEach(() => {
  shop = new HostileShop();
  return shop.open();
});
afterEach(() => shop.close());

const platforms: readonly (readonly [string, SocketClass])[] = [
  ['the platform’s WebSocket', WebSocket],
  ['ws', WsWebSocket],
];

/** Without jitter every pause is nought: the real clock, and no waiting. */
function customer(WebSocket: SocketClass, token = async (_: { refresh: boolean }) => 'good') {
  return new CoffeeClient({ apiUrl: shop.url, liveUrl: shop.live, token, WebSocket, random: () => 0 });
}

/** A hundred orders that go on whenever somebody syncs, told as badly as a network can. */
class BadLine {
  readonly stories = Array.from({ length: 100 }, () => storyOf());
  readonly #at = this.stories.map(() => 0);
  #turn = 0;

  take(line: WsWebSocket, text: string): void {
    const { action, seen } = JSON.parse(text);
    if (action === 'ping') line.send('{"type":"pong"}');
    else this.#sync(line, seen);
  }

  #sync(line: WsWebSocket, seen: Record<string, number>): void {
    const isOver = this.stories.every((story, n) => this.#at[n] === story.length - 1);
    this.#tell(line, this.#current(seen));
    for (let n = 0; n < 17; n += 1) {
      const [first, second] = [this.#next(), this.#next()];
      // Each third is lost: the order has moved on, and nobody was told.
      if (n % 3 > 0) this.#tell(line, [second, first, second]);
    }
    if (!isOver) setImmediate(() => line.terminate());
  }

  #tell(line: WsWebSocket, events: readonly CloudEvent[]): void {
    for (const event of events) line.send(JSON.stringify(event));
  }

  /** The next version of the next order. */
  #next(): CloudEvent {
    const n = this.#turn % this.stories.length;
    this.#turn += 1;
    this.#at[n] = Math.min(this.#story(n).length - 1, this.#version(n));
    return this.#story(n)[this.#at[n]] as CloudEvent;
  }

  /** As the server answers a sync: what is open, and of what was asked for the newer. */
  #current(seen: Record<string, number>): readonly CloudEvent[] {
    return this.stories
      .map((story, n) => story[this.#version(n) - 1] as CloudEvent)
      .filter(
        ({ type, subject, data }) => type !== 'coffee.ready' || data.order.version > (seen[subject] ?? 99),
      );
  }

  #story(n: number): readonly CloudEvent[] {
    return this.stories[n] as readonly CloudEvent[];
  }

  #version(n: number): number {
    return (this.#at[n] as number) + 1;
  }
}

describe.each(platforms)('by %s', (_, WebSocket) => {
  it('misses no status of 100 orders on a line that drops, repeats and reorders', async () => {
    const bad = new BadLine();
    shop.onLine = (line) => line.on('message', (text) => bad.take(line, String(text)));
    const heard = await hearUntilEnded(customer(WebSocket), 100);
    expect(shop.connected).toBeGreaterThan(5);
    for (const story of bad.stories) {
      const id = story[0]?.subject;
      expect(statusesIn(heard, id)).toEqual(['queued', 'grinding', 'brewing', 'labelling', 'ready']);
      const versions = heard.filter(({ order }) => order.id === id).map(({ order }) => order.version);
      expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    }
  });

  it('comes in with a new token when the old one is refused at the handshake', async () => {
    const story = storyOf();
    shop.refusal = (token) => (token === 'new' ? undefined : 401);
    shop.onLine = (line) => line.send(JSON.stringify(story.at(-1)));
    const client = customer(WebSocket, async ({ refresh }) => (refresh ? 'new' : 'old'));
    expect(await hearUntilEnded(client, 1)).toHaveLength(1);
  });

  it('polls where every handshake is refused', async () => {
    const ready = storyOf().at(-1)?.data.order;
    shop.refusal = () => 403;
    const unavailable: Reaction = (res) => res.writeHead(503).end();
    shop.reactions = [unavailable, unavailable, unavailable, unavailable, unavailable, json(200, ready)];
    const updates = await Array.fromAsync(customer(WebSocket).watch(ready?.id as string));
    expect(updates.map(({ order }) => order.status)).toEqual(['ready']);
  });
});
