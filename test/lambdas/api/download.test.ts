import { beforeEach, expect, it } from 'vitest';
import type { Order } from '../../../domain/order/order.ts';
import type { FileLinks } from '../../../domain/ports.ts';
import { createDownload } from '../../../lambdas/api/download.ts';
import { queuedOrder } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { orderIn } from '../../fakes/order-in-every-status.ts';
import { aContext } from '../a-context.ts';
import { httpEvent } from '../events/http-event.ts';

const { id, owner } = queuedOrder();
const file = { key: `${id}/3`, name: 'print.pdf', contentType: 'application/pdf', bytes: 3 };

let orders: InMemoryOrderRepository;
let links: Parameters<FileLinks>[];

beforeEach(() => {
  orders = new InMemoryOrderRepository();
  links = [];
});

async function download(order: Order, more: Partial<Parameters<typeof httpEvent>[0]> = {}) {
  await orders.create(queuedOrder());
  await orders.save({ ...order, revision: 2 }, queuedOrder());
  const handler = createDownload({
    orders,
    linkTo: async (...asked) => {
      links.push(asked);
      return 'https://results.example/signed';
    },
    clock: new ManualClock(order.updatedAt),
    problemTypes: 'urn:print:problem:',
  });
  const path = `/orders/${id}/download`;
  const event = httpEvent({ path, routeKey: 'GET /orders/{id}/download', owner, ...more });
  const answer = await handler({ ...event, pathParameters: { id } }, aContext());
  return { ...answer, body: answer.body === undefined ? undefined : JSON.parse(answer.body) };
}

it.each(['GET', 'HEAD'] as const)(
  '%s leads to the file of a ready order, by an address for this method',
  async (method) => {
    const answer = await download({ ...orderIn('ready'), file }, { method });
    expect(answer).toMatchObject({
      statusCode: 303,
      headers: { location: 'https://results.example/signed', 'cache-control': 'no-store' },
      body: undefined,
    });
    expect(links).toEqual([[file, method]]);
  },
);

it.each([
  ['queued', 409, 'urn:print:problem:not-ready'],
  ['failed', 409, 'urn:print:problem:ended-without-file'],
  ['cancelled', 409, 'urn:print:problem:ended-without-file'],
  ['ready', 404, 'urn:print:problem:no-file'],
] as const)('says of an order that is %s without a file: %i', async (status, statusCode, type) => {
  expect(await download(orderIn(status))).toMatchObject({ statusCode, body: { type } });
  expect(links).toEqual([]);
});

it('gives no address for a file that was stored before the order was cancelled', async () => {
  expect(await download({ ...orderIn('cancelled'), file })).toMatchObject({ statusCode: 409 });
  expect(links).toEqual([]);
});

it('knows another customer’s order as little as one that is not there', async () => {
  const answer = await download({ ...orderIn('ready'), file }, { owner: 'somebody-else' });
  expect(answer).toMatchObject({ statusCode: 404, body: { type: 'urn:print:problem:unknown-order' } });
  expect(links).toEqual([]);
});
