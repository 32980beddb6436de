import { onTestFinished } from 'vitest';
import type { ClientOptions } from '../../client/client-options.ts';
import { CoffeeClient, type LineState, type OrderUpdate } from '../../coffee/client/index.ts';
import { FakeApi } from './fake-api.ts';
import { FakeLine } from './fake-line.ts';
import { WatchedClock } from './watched-clock.ts';

/** A client on a fake line and a fake API, until the end of the test. The jitter is a half. */
export function aCustomer(options: Partial<ClientOptions> = {}) {
  const [clock, line, api] = [new WatchedClock(), new FakeLine(), new FakeApi()];
  const states: LineState[] = [];
  const client = new CoffeeClient({
    apiUrl: 'http://shop.test/',
    liveUrl: 'ws://shop.test',
    token: async () => 'opaque',
    fetch: api.fetch,
    WebSocket: line.WebSocket,
    clock,
    random: () => 0.5,
    ...options,
  });
  client.onState((state) => states.push(state));
  onTestFinished(() => client.close());
  return { clock, line, api, client, states };
}

/** Reads on its own; `end` settles with the end of the watching. */
export function reading(updates: AsyncIterable<OrderUpdate>) {
  const heard: OrderUpdate[] = [];
  const end = (async () => {
    for await (const update of updates) heard.push(update);
  })();
  end.catch(() => {});
  return { heard, end };
}

export function versionsIn({ heard }: { heard: readonly OrderUpdate[] }): readonly number[] {
  return heard.map(({ order }) => order.version);
}
