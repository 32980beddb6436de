import { beforeEach, describe, expect, it } from 'vitest';
import type { Order, OrderUnderway, StoredFile } from '../../../domain/order/order.ts';
import { toPublic } from '../../../domain/order/public-order.ts';
import { transition } from '../../../domain/order/transition.ts';
import type { FileStore } from '../../../domain/ports.ts';
import { file } from '../../../domain/steps/file.ts';
import { claimed } from '../../../domain/steps/lease.ts';
import { PermanentError } from '../../../domain/steps/permanent-error.ts';
import { runHandler } from '../../../domain/steps/run-handler.ts';
import { task } from '../../fakes/a-task.ts';
import { orderAtStep, queuedOrder } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InterruptedOrderRepository } from '../../fakes/interrupted-order-repository.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const { id } = queuedOrder();
const began = orderAtStep(3).updatedAt;
const content = { name: 'print.pdf', contentType: 'application/pdf' };

let orders: InterruptedOrderRepository;
let clock: ManualClock;
/** What is kept, by key. */
let kept: Map<string, StoredFile>;
/** Ends the storing; absent before it has begun. */
let stored: (() => void) | undefined;

const files: FileStore = {
  store: async ({ orderId, fence }, { name, contentType }, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => reject(signal.reason));
    stored = resolve;
    await promise;
    const one = { key: `${orderId}/${fence}`, name, contentType, bytes: 3 };
    kept.set(one.key, one);
    return one;
  },
  remove: async (key) => void kept.delete(key),
  removeOlder: async ({ orderId, fence }) => {
    const isOlder = (key: string) => key.startsWith(`${orderId}/`) && Number(key.split('/')[1]) < fence;
    for (const key of kept.keys()) if (isOlder(key)) kept.delete(key);
  },
};

beforeEach(() => {
  orders = new InterruptedOrderRepository(new InMemoryOrderRepository());
  clock = new ManualClock(began);
  kept = new Map();
  stored = undefined;
});

const current = async () => (await orders.get(id)) as OrderUnderway;

async function* bytes() {
  yield new Uint8Array(3);
}

/** A worker has claimed the step and stores its file, until `stored`. */
async function begin(store: { files?: FileStore } = { files }) {
  await orders.create(orderAtStep(3));
  const free = await current();
  const mine = claimed(free, clock.now(), 30_000);
  await orders.save(mine, free);
  const steps = { packing: async () => file({ ...content, body: bytes() }) };
  const delivery = { remainingMs: () => 600_000, extendVisibility: async () => {} };
  const deps = { orders, clock, steps, ...store };
  const run = runHandler(deps, mine, delivery).then(
    (worked) => (worked === 'lost' ? worked : worked.order),
    (error: Error) => error.message,
  );
  await clock.advance(0);
  return { mine, run };
}

describe('a step that makes a file (fault 62)', () => {
  it('ends when the file is kept, and the order shows it to download', async () => {
    const { mine, run } = await begin();
    const older = { key: `${id}/0`, ...content, bytes: 1 };
    kept.set(older.key, older);
    expect((await current()).status).toBe('packing');
    stored?.();
    const order = (await run) as Order;
    const key = `${id}/${mine.lease?.fence}`;
    expect(order).toMatchObject({ status: 'ready', file: { key, ...content, bytes: 3 } });
    expect([...kept.keys()]).toEqual([key]);
    expect(toPublic(task, order)).toMatchObject({
      result: { file: { ...content, bytes: 3 } },
      links: { self: `/orders/${id}`, download: `/orders/${id}/download` },
    });
    expect(JSON.stringify(toPublic(task, order))).not.toContain(key);
  });

  it('keeps its lease while the file is being stored', async () => {
    const { run } = await begin();
    await clock.advance(60_000);
    expect((await current()).lease?.until).toBeGreaterThan(clock.now());
    stored?.();
    expect(await run).toMatchObject({ status: 'ready' });
  });

  it('leaves none when the order is cancelled meanwhile, and notices within seconds', async () => {
    const { run } = await begin();
    const order = await current();
    await orders.save(transition(order, { to: 'cancelled' }, clock.now()), order);
    await clock.advance(12_000);
    expect(await run).toBe('lost');
    expect(kept.size).toBe(0);
  });

  it('leaves none when another worker has the order by the time that it is kept', async () => {
    const { run } = await begin();
    const order = await current();
    await orders.save(claimed(order, clock.now(), 30_000), order);
    stored?.();
    expect(await run).toBe('lost');
    expect(kept.size).toBe(0);
  });

  it('keeps it when the order was saved, though the answer was lost', async () => {
    const { run } = await begin();
    orders.broken = 'after';
    stored?.();
    expect(await run).toBe('the answer of the table was lost');
    expect(await orders.get(id)).toMatchObject({ status: 'ready' });
    expect(kept.size).toBe(1);
  });

  it('fails where the task has nowhere to keep it, in words for who deployed it', async () => {
    const { run } = await begin({});
    expect(await run).toBe("packing made a file: give the LongRunningTask results: 'bucket'");
    expect(await current()).toMatchObject({ status: 'packing', lease: { until: 0 } });
  });
});

describe('file()', () => {
  it.each([
    ['', 'application/pdf', '"" is no name of a file: 1 to 200 characters, no path.'],
    ['../etc/passwd', 'text/plain', '"../etc/passwd" is no name of a file: 1 to 200 characters, no path.'],
    ['a\u202egnp.exe', 'image/png', expect.stringContaining('is no name of a file')],
    ['x'.repeat(201), 'text/plain', expect.stringContaining('is no name of a file')],
    ['report.pdf', 'pdf', '"pdf" is no media type.'],
    ['report.pdf', 'text/plain\r\nx: y', expect.stringContaining('is no media type')],
  ])('refuses %j of type %j for good', (name, contentType, detail) => {
    const make = () => file({ name, contentType, body: bytes() });
    expect(make).toThrow(PermanentError);
    expect(make).toThrow(expect.objectContaining({ title: 'Unusable file', detail }));
  });
});
