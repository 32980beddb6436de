import { isSameJson } from '../../../domain/json.ts';
import { isOpen, type OpenOrder, type Order } from '../../../domain/order/order.ts';
import { type Placed, placeOrder } from '../../../domain/serving/place-order.ts';
import type { Request } from '../../../domain/task.ts';
import { task } from '../../fakes/a-task.ts';
import { alternatives, pick } from '../alternatives.ts';
import { httpCall } from '../platform/http-call.ts';
import type { Process } from '../platform/process.ts';
import { stepQueue } from '../platform/step-queue.ts';
import type { Shop } from '../world.ts';
import type { Device } from './device.ts';
import { cancel, list, meddle, readAll } from './inquiries.ts';

const deeds = alternatives(
  [1, 'nothing'],
  [4, 'order with a key'],
  [3, 'order'],
  [1, 'order with the key of another order'],
  [1, 'order twice at once'],
  [3, 'cancel'],
  [2, 'read'],
  [1, 'list'],
  [1, 'meddle'],
);
const pauses = alternatives([3, 10], [3, 2000], [2, 9000], [1, 120_000], [1, 1_200_000]);
const patience = alternatives([2, 3], [1, 0]);

const maxOrders = 2;
const deedsEach = 5;

const glossy: Request<typeof task> = { paper: 'glossy', size: 'small' };
const matte: Request<typeof task> = { paper: 'matte', size: 'large', name: 'Shawn' };

/** Somebody who orders, asks, cancels, and tries again when there is no answer. */
export class Customer {
  readonly name: string;
  readonly #shop: Shop;
  readonly #device: Device;
  readonly #known = new Map<string, number>();
  #placed = 0;
  #lastKey: string | undefined;
  isDone = false;

  constructor(shop: Shop, name: string, device: Device) {
    this.name = name;
    this.#shop = shop;
    this.#device = device;
  }

  start(): void {
    this.#shop.verdict.launch(async () => {
      for (let n = 0; n < deedsEach; n++) {
        await this.#shop.time.sleep(pick(this.#shop.decisions, this.name, 'pauses', pauses));
        await this.#do(pick(this.#shop.decisions, this.name, 'does', deeds));
      }
      this.isDone = true;
    });
  }

  async #do(deed: (typeof deeds.values)[number]): Promise<void> {
    switch (deed) {
      case 'nothing':
        return;
      case 'order':
        return this.#order(glossy);
      case 'order with a key':
        return this.#order(glossy, this.#newKey());
      case 'order with the key of another order':
        return this.#order(matte, this.#lastKey ?? this.#newKey());
      case 'order twice at once': {
        const key = this.#newKey();
        await Promise.all([this.#order(glossy, key), this.#order(glossy, key)]);
        return;
      }
      case 'cancel':
        return this.#cancel();
      case 'read':
        return readAll(this.#shop, this.name, this.#known);
      case 'list':
        return list(this.#shop, this.name);
      case 'meddle':
        return this.#meddle();
    }
  }

  #newKey(): string {
    this.#lastKey = `key${this.#placed + 1}`;
    return this.#lastKey;
  }

  async #order(request: Request<typeof task>, key?: string): Promise<void> {
    const isNew = key === undefined || !this.#shop.table.get(`${this.name}-${key}`);
    if (isNew && this.#placed >= maxOrders) return;
    if (isNew) this.#placed += 1;
    const id = `${this.name}-${key ?? this.#placed}`;
    const tries = key === undefined ? 0 : pick(this.#shop.decisions, this.name, 'patience', patience);
    for (let n = 0; n <= tries; n++) {
      const answer = await this.#place(request, id, key);
      if (answer.outcome === 'no-answer') {
        await this.#shop.time.sleep(1500);
        continue;
      }
      if (answer.value.outcome !== 'key-reused') this.#learn(answer.value.order);
      return;
    }
  }

  #place(request: Request<typeof task>, id: string, key: string | undefined) {
    const shop = this.#shop;
    const ids = { random: () => id, derived: () => id };
    const before = shop.table.get(id);
    const place = async (process: Process) => {
      const book = shop.table.book(process);
      let isWritten = false;
      const create = async (order: OpenOrder) => {
        const created = await book.create(order);
        isWritten = true;
        return created;
      };
      const ports = { orders: { ...book, create }, queue: stepQueue(shop, process), clock: process.clock };
      try {
        return await placeOrder({ task, ...ports, ids, speed: 1 }, this.name, request, key);
      } catch (error) {
        if (isWritten && key === undefined) this.#expectEnded(id, process);
        throw error;
      }
    };
    return httpCall(shop, `${this.name} orders ${id}`, place, (placed, process) =>
      this.#expectFair(placed, request, before, process),
    );
  }

  /** Whoever is refused orders again: an order without a key must not be handled later on. */
  #expectEnded(id: string, process: Process): void {
    const order = this.#shop.table.get(id);
    // One call has failed, or there were no refusal; with another one the order could not be ended.
    const isEnded = order !== undefined && !isOpen(order);
    const told = () => `${process.name}: refused, and ${order?.status} all the same`;
    this.#shop.verdict.expect(isEnded || process.failedCalls > 1, 'P6 refusals leave nothing', told);
  }

  #expectFair(
    placed: Placed,
    request: Request<typeof task>,
    before: Order | undefined,
    process: Process,
  ): void {
    const { verdict, promises, table } = this.#shop;
    if (placed.outcome !== 'key-reused') {
      const { order } = placed;
      const told = () =>
        `${process.name}: ${JSON.stringify(request)} was answered with ${JSON.stringify(order.request)}`;
      verdict.expect(isSameJson(table.get(order.id)?.request, request), 'P1 accepted orders end once', told);
      promises.queue.onAccepted(order.id);
      return;
    }
    const told = () => `${process.name}: refused, and wrote all the same`;
    verdict.expect(!process.hasWritten, 'P6 refusals leave nothing', told);
    const wrongly = () => `${process.name}: refused although nothing else was ordered with that key`;
    verdict.expect(!before || !isSameJson(before.request, request), 'P6 refusals leave nothing', wrongly);
  }

  async #cancel(): Promise<void> {
    const id = [...this.#known.keys()].at(-1);
    const order = id && (await cancel(this.#shop, this.name, id));
    if (order) this.#learn(order);
  }

  /** By both ways: HTTP, and a sync that names it. */
  async #meddle(): Promise<void> {
    const id = this.#shop.table.orders.find(({ owner }) => owner !== this.name)?.id;
    if (id === undefined) return;
    await this.#device.askAbout(id);
    await meddle(this.#shop, this.name, id);
  }

  #learn(order: Order): void {
    this.#known.set(order.id, Math.max(order.version, this.#known.get(order.id) ?? 0));
    this.#device.learn(order.id, order.version);
  }
}
