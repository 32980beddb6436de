import { expect, it } from 'vitest';
import { TaskClient } from '../../client/index.ts';
import { coffeeTask } from '../../coffee/client/coffee-client.ts';
import { coffee } from '../../coffee/task.ts';
import { FakeLine } from './fake-line.ts';
import { orderOf } from './order-story.ts';
import { WatchedClock } from './watched-clock.ts';

/** A client of letters; `asked` are its calls. */
function aClient() {
  const line = new FakeLine();
  const asked: string[] = [];
  const client = new TaskClient({
    task: { name: 'letter', collection: 'letters' },
    apiUrl: 'https://api.example',
    liveUrl: 'wss://api.example/live',
    token: async () => 'opaque',
    WebSocket: line.WebSocket,
    clock: new WatchedClock(),
    fetch: async (input, { method } = {}) => {
      asked.push(`${method} ${new URL(String(input)).pathname}`);
      return Response.json(method === 'GET' && asked.length === 1 ? { items: [] } : order);
    },
  });
  return { client, line, asked };
}

const order = orderOf('ready');

it('a client of any task calls its collection and listens by its subprotocol', async () => {
  const { client, line, asked } = aClient();
  await client.list();
  await client.order({ to: 'world' });
  await client.cancel(order.id);
  const [update] = await Array.fromAsync(client.watch(order.id));
  client.close();
  expect(asked.slice(0, 3)).toEqual(['GET /letters', 'POST /letters', `DELETE /letters/${order.id}`]);
  expect(new Set(asked.slice(3))).toEqual(new Set([`GET /letters/${order.id}`]));
  expect(line.sockets.every(({ protocols }) => protocols.includes('letter.v1'))).toBe(true);
  expect(update?.message).toBe('Your order is ready.');
});

it("the shop's client is that of the coffee task, whose schemas it leaves out", () => {
  expect(coffeeTask).toMatchObject({ name: coffee.name, collection: coffee.collection });
  const asked = { drink: 'latte', size: 'large' } as const;
  for (const status of coffee.statuses) {
    expect(coffeeTask.message?.(status, { ...asked, status })).toBe(coffee.message(status, asked));
  }
});
