import { describe, expect, it } from 'vitest';
import { CoffeeClient, type LineState, type OrderUpdate } from '../../coffee/client/index.ts';
import { FakeLine } from './fake-line.ts';
import { statusesIn } from './heard.ts';
import type { CloudEvent } from './order-story.ts';
import { storyOf } from './order-story.ts';
import { WatchedClock } from './watched-clock.ts';

const minute = 60_000;

function jwt(clock: WatchedClock, seconds: number): string {
  const iat = clock.now() / 1000;
  return `e30.${btoa(JSON.stringify({ iat, exp: iat + seconds }))}.x`;
}

/** A watcher of all orders on a fake line, without an API: what it heard, and the states of its line. */
function watcher(token: (refresh: boolean, clock: WatchedClock) => string = () => 'opaque') {
  const clock = new WatchedClock();
  const line = new FakeLine();
  const updates: OrderUpdate[] = [];
  const states: LineState[] = [];
  const client = new CoffeeClient({
    apiUrl: 'http://shop.test',
    liveUrl: 'ws://shop.test',
    token: async ({ refresh }) => token(refresh, clock),
    fetch: () => Promise.reject(new TypeError('no network')),
    WebSocket: line.WebSocket,
    clock,
    random: () => 0.5,
  });
  client.onState((state) => states.push(state));
  const stop = new AbortController();
  const watching = (async () => {
    for await (const update of client.watchAll({ signal: stop.signal })) updates.push(update);
  })().catch((reason) => reason);
  return { clock, line, updates, states, client, stop, watching };
}

function versions(updates: readonly OrderUpdate[]): readonly number[] {
  return updates.map(({ order }) => order.version);
}

describe('the line', () => {
  it('offers protocol and token, syncs, and is online when the other side answers', async () => {
    const { clock, line, states } = watcher();
    await clock.advance(0);
    expect(line.last.protocols).toEqual(['coffee.v1', 'bearer.opaque']);
    expect(line.last.said).toEqual([{ action: 'sync', seen: {} }, { action: 'ping' }]);
    expect(states).toEqual(['connecting', 'online']);
  });

  it('tells each event with its message, drops duplicates and what comes late', async () => {
    const { clock, line, updates } = watcher();
    const [queued, grinding, brewing] = storyOf() as [CloudEvent, CloudEvent, CloudEvent];
    await clock.advance(0);
    for (const event of [queued, queued, brewing, grinding, brewing]) {
      line.last.hear(event);
      await clock.advance(0);
    }
    expect(versions(updates)).toEqual([1, 3]);
    expect(statusesIn(updates)).toEqual(['queued', 'grinding', 'brewing']);
    expect(updates.map(({ message }) => message)).toEqual([
      'Your latte is on the slip rail.',
      'Brewing your latte.',
    ]);
  });

  it('is not irritated by what is no event', async () => {
    const { clock, line, updates, states } = watcher();
    await clock.advance(0);
    const odd = [
      '',
      'nonsense',
      null,
      7,
      [],
      { data: null },
      { data: { order: { id: 1 } } },
      { type: 'error' },
    ];
    for (const message of odd) line.last.hear(message);
    line.last.hear(storyOf()[0]);
    await clock.advance(0);
    expect(versions(updates)).toEqual([1]);
    expect(states.at(-1)).toBe('online');
  });

  it('comes back after a drop and asks for what it missed, with what it has seen', async () => {
    const { clock, line, updates, states } = watcher();
    const story = storyOf();
    await clock.advance(0);
    line.last.hear(story[0]);
    await clock.advance(0);
    line.current = () => [story[3] as CloudEvent];
    line.last.drop();
    await clock.advance(250);
    expect(line.sockets).toHaveLength(2);
    const id = story[0]?.subject as string;
    expect(line.last.said[0]).toEqual({ action: 'sync', seen: { [id]: 1 } });
    expect(states).toEqual(['connecting', 'online', 'reconnecting', 'online']);
    expect(statusesIn(updates)).toEqual(['queued', 'grinding', 'brewing', 'labelling']);
  });

  it('comes back with longer and longer pauses, half a minute at most', async () => {
    const { clock, line } = watcher();
    await clock.advance(0);
    line.refuses = true;
    line.last.drop();
    const tries: number[] = [];
    for (let known = 1, waited = 0; tries.length < 9; waited += 250) {
      await clock.advance(250);
      if (line.sockets.length > known) {
        tries.push(waited + 250);
        waited = -250;
        known += 1;
      }
    }
    // The jitter of these tests is a half.
    expect(tries).toEqual([250, 250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  });

  it('pings a quiet line every five minutes and no sooner', async () => {
    const { clock, line } = watcher();
    await clock.advance(0);
    await clock.advance(4.9 * minute);
    expect(line.last.said).toHaveLength(2);
    await clock.advance(0.2 * minute);
    expect(line.last.said.map(({ action }) => action)).toEqual(['sync', 'ping', 'sync', 'ping']);
    await clock.advance(5 * minute);
    expect(line.last.said).toHaveLength(6);
    expect(line.sockets).toHaveLength(1);
  });

  it('notices that nobody is there any more (half-open), and connects anew', async () => {
    const { clock, line, states } = watcher();
    await clock.advance(0);
    line.last.silent = true;
    await clock.advance(5 * minute + 15_000);
    expect(line.sockets).toHaveLength(2);
    expect(line.open).toEqual([line.last]);
    expect(states).toEqual(['connecting', 'online', 'reconnecting', 'online']);
  });

  it('looks after an order whose next change is overdue within seconds, ever more patiently', async () => {
    const { clock, line, updates } = watcher();
    const story = storyOf();
    await clock.advance(0);
    line.last.hear(story[1]);
    // Grinding takes four seconds; the message about its end is lost.
    line.current = () => [story[2] as CloudEvent];
    await clock.advance(4000);
    expect(line.last.said).toHaveLength(2);
    await clock.advance(5000 + 2500);
    expect(line.last.said).toHaveLength(4);
    expect(versions(updates)).toEqual([2, 3]);
    const before = line.last.said.length;
    await clock.advance(10 * minute);
    expect(line.last.said.length - before).toBeLessThan(2 * 8);
  });

  it('does not count a connection on which nobody answers', async () => {
    const { clock, line, states } = watcher();
    line.silent = true;
    await clock.advance(20_000);
    expect(states).toEqual(['connecting']);
    line.silent = false;
    await clock.advance(1000);
    expect(states).toEqual(['connecting', 'online']);
    expect(line.open).toHaveLength(1);
  });

  it('moves to a new connection before two hours end, and hears on both meanwhile', async () => {
    const { clock, line, updates, states } = watcher();
    const story = storyOf();
    await clock.advance(0);
    await clock.advance(104 * minute);
    expect(line.sockets).toHaveLength(1);
    await clock.advance(2 * minute);
    expect(line.sockets).toHaveLength(2);
    const [old, fresh] = line.sockets;
    expect(old?.isOpen).toBe(false);
    expect(fresh?.said[0]).toMatchObject({ action: 'sync' });

    // The next move, watched closely: the old one is still heard after the new one is open.
    while (line.sockets.length < 3) await clock.advance(1000);
    expect(line.open).toHaveLength(2);
    fresh?.hear(story[0]);
    line.last.hear(story[0]);
    line.last.hear(story[1]);
    await clock.advance(5000);
    expect(line.open).toEqual([line.last]);
    expect(versions(updates)).toEqual([2]);
    expect(statusesIn(updates)).toEqual(['queued', 'grinding']);
    expect(states).toEqual(['connecting', 'online']);
  });

  it('stays where it is when the new connection cannot be had', async () => {
    const { clock, line, states } = watcher();
    await clock.advance(0);
    const [old] = line.sockets;
    line.refuses = true;
    await clock.advance(106 * minute);
    expect(line.sockets.length).toBeGreaterThan(1);
    expect(line.open).toEqual([old]);
    line.refuses = false;
    await clock.advance(minute);
    expect(line.open).toEqual([line.last]);
    expect(line.last).not.toBe(old);
    expect(states).toEqual(['connecting', 'online']);
  });

  it('moves before its token expires, with a new one', async () => {
    const asked: boolean[] = [];
    const fiveMinutes = (refresh: boolean, clock: WatchedClock) => {
      asked.push(refresh);
      return refresh || asked.length === 1 ? jwt(clock, 300) : 'kept';
    };
    const first = watcher(fiveMinutes);
    await first.clock.advance(0);
    await first.clock.advance(3.5 * minute);
    expect(first.line.sockets).toHaveLength(1);
    await first.clock.advance(minute);
    expect(first.line.sockets).toHaveLength(2);
    expect(first.states).toEqual(['connecting', 'online']);
  });

  it('renews a token that is about to expire before it connects with it', async () => {
    let now: WatchedClock | undefined;
    const { clock, line } = watcher((refresh, at) => {
      now = at;
      return refresh ? jwt(at, 3600) : jwt(at, 30);
    });
    await clock.advance(0);
    expect(line.last.protocols[1]).toBe(`bearer.${jwt(now as WatchedClock, 3600)}`);
  });

  it('does not move all the time because its clock is wrong', async () => {
    const longAgo = btoa(JSON.stringify({ iat: 1000, exp: 1000 + 3600 }));
    const { clock, line } = watcher(() => `e30.${longAgo}.x`);
    await clock.advance(0);
    await clock.advance(30 * minute);
    expect(line.sockets).toHaveLength(1);
  });

  it('asks for a new token when the handshake is refused', async () => {
    const asked: boolean[] = [];
    const { clock, line } = watcher((refresh) => {
      asked.push(refresh);
      return 'opaque';
    });
    line.refuses = true;
    await clock.advance(300);
    line.refuses = false;
    await clock.advance(500);
    expect(asked.slice(0, 2)).toEqual([false, true]);
    expect(line.open).toHaveLength(1);
  });

  it('is shared by all watchers and ends with the last one', async () => {
    const { clock, line, client, stop, watching, states } = watcher();
    await clock.advance(0);
    const stopOther = new AbortController();
    const other = client.watchAll({ signal: stopOther.signal });
    const first = other.next();
    line.last.hear(storyOf()[0]);
    expect((await first).value?.order.version).toBe(1);
    stop.abort(new Error('seen enough'));
    expect(await watching).toEqual(new Error('seen enough'));
    expect(line.open).toHaveLength(1);
    await other.return();
    await clock.advance(0);
    expect(line.sockets).toHaveLength(1);
    expect(line.open).toHaveLength(0);
    expect(states.at(-1)).toBe('idle');
  });

  it('is opened again by a watcher that comes later, who gets what is open first', async () => {
    const { clock, line, client, stop, watching } = watcher();
    const [queued] = storyOf();
    await clock.advance(0);
    line.last.hear(queued);
    await clock.advance(0);
    stop.abort();
    await watching;
    const again = client.watchAll();
    expect((await again.next()).value?.order).toEqual(queued?.data.order);
    await clock.advance(0);
    expect(line.sockets).toHaveLength(2);
    client.close();
    expect(await again.next()).toEqual({ done: true, value: undefined });
    expect(client.state).toBe('idle');
  });
});
