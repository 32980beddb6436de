import type { CloudEvent } from '../../../domain/order/events.ts';
import { isOpen } from '../../../domain/order/order.ts';
import { type SyncBudget, type Synced, sync } from '../../../domain/serving/sync.ts';
import { task } from '../../fakes/a-task.ts';
import { alternatives, pick } from '../alternatives.ts';
import type { Socket } from '../platform/gateway.ts';
import { listLagMs } from '../platform/order-table.ts';
import { type Ended, Process } from '../platform/process.ts';
import type { Shop } from '../world.ts';

const handshakes = alternatives([3, 20], [1, 3000], [1, 15_000]);
const firstConnects = alternatives([3, 0], [2, 3000], [1, 60_000], [1, 900_000]);
const drops = alternatives([1, 2000], [1, 20_000], [1, 400_000]);

/** Of a connection, by API Gateway. */
const longestMs = 2 * 60 * 60_000;
const rowLastsMs = longestMs + 10 * 60_000;
const noticedAfterMs = 60_000;
const timeoutMs = 10_000;

/** A customer's page: connects, syncs, listens, and connects again whenever that ends. */
export class Device {
  readonly name: string;
  readonly owner: string;
  /** Versions by order, told by the socket. */
  readonly heard = new Map<string, number>();
  readonly #known = new Map<string, number>();
  readonly #shop: Shop;
  #sockets = 0;
  /** Connected and synced. */
  socket: Socket | undefined;

  constructor(shop: Shop, owner: string, name: string) {
    this.#shop = shop;
    this.owner = owner;
    this.name = name;
  }

  start(): void {
    this.#shop.verdict.launch(async () => {
      await this.#shop.time.sleep(pick(this.#shop.decisions, this.name, 'connects after', firstConnects));
      for (;;) {
        await this.#beConnected();
        this.socket = undefined;
        await this.#shop.time.sleep(1000);
      }
    });
  }

  /** From an answer of the HTTP API. */
  learn(id: string, version: number): void {
    this.#known.set(id, Math.max(version, this.#known.get(id) ?? 0));
  }

  /** A sync that names somebody else's order. */
  async askAbout(id: string): Promise<void> {
    if (this.socket) await this.#syncWith(this.socket, { [id]: 0 });
  }

  async #beConnected(): Promise<void> {
    const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>();
    this.#sockets += 1;
    const id = `${this.name}${this.#sockets}`;
    const socket = this.#shop.gateway.connecting({
      id,
      owner: this.owner,
      hear: (event) => this.#hear(event),
      onClosed,
    });
    if (!(await this.#connect(socket)) || !(await this.#sync(socket))) {
      this.#shop.gateway.close(socket);
      return;
    }
    this.socket = socket;
    this.#planItsEnd(socket);
    await closed;
  }

  #hear({ data: { order } }: CloudEvent): void {
    this.heard.set(order.id, Math.max(order.version, this.heard.get(order.id) ?? 0));
    this.learn(order.id, order.version);
  }

  async #connect(socket: Socket): Promise<boolean> {
    const { decisions, gateway, time } = this.#shop;
    const process = this.#process(`connect ${socket.id}`);
    const ended = await process.run(() => {
      const connectedAt = process.clock.now();
      const connection = { owner: this.owner, connectionId: socket.id, connectedAt };
      return gateway.book(process).add({ ...connection, expiresAt: connectedAt + rowLastsMs });
    });
    if (ended.how !== 'returned') return false;
    await time.sleep(pick(decisions, socket.id, 'handshake takes', handshakes));
    gateway.answerHandshake(socket);
    return true;
  }

  async #sync(socket: Socket): Promise<boolean> {
    const { promises, table, time } = this.#shop;
    const begun = time.now;
    const seen = Object.fromEntries(this.#known);
    const before = table.orders.filter(
      ({ id, owner }) => owner === this.owner && (id in seen || table.openFor(id) > listLagMs),
    );
    const ended = await this.#syncWith(socket, seen);
    if (ended.how !== 'returned' || socket.state !== 'open') return false;
    const due = before.filter(({ id }) => id in seen || stillOpen(table.get(id)));
    promises.hearing.expectKnown(`${socket.id} at ${begun}`, due, this.#known);
    return true;
  }

  #syncWith(socket: Socket, seen: Readonly<Record<string, number>>): Promise<Ended<void>> {
    const process = this.#process(`sync ${socket.id}`);
    const sockets = this.#shop.gateway.sockets(process);
    return process.run(async () => {
      const { table } = this.#shop;
      const { clock } = process;
      const ports = { task, orders: table.book(process), open: table.open(process), sockets, clock };
      const request = { owner: this.owner, connectionId: socket.id };
      let synced: Synced = await sync(ports, { ...request, seen }, budgetFrom(clock.now()));
      // The client asks on at once.
      while (synced.outcome === 'more') {
        synced = await sync(ports, { ...request, after: synced.after }, budgetFrom(clock.now()));
      }
    });
  }

  #planItsEnd(socket: Socket): void {
    const { decisions, faults, time, gateway } = this.#shop;
    time.after(longestMs, () => gateway.close(socket));
    const fault = faults.at('socket', socket.id, 'network');
    if (fault === 'healthy') return;
    if (fault === 'refuses posts') {
      socket.refusesPosts = true;
      return;
    }
    time.after(pick(decisions, socket.id, 'drops after', drops), () =>
      this.#drop(socket, fault === 'drops silently'),
    );
  }

  #drop(socket: Socket, silently: boolean): void {
    const { gateway, time, verdict } = this.#shop;
    if (silently) {
      if (socket.state === 'open') socket.state = 'half-open';
      time.after(noticedAfterMs, () => gateway.close(socket));
      return;
    }
    gateway.close(socket);
    const process = this.#process(`disconnect ${socket.id}`);
    const { owner } = this;
    verdict.launch(async () => {
      await process.run(() => gateway.book(process).remove({ owner, connectionId: socket.id }));
    });
  }

  #process(about: string): Process {
    return new Process(this.#shop, 'socket', about, timeoutMs);
  }
}

/** So little that most syncs need several answers. */
function budgetFrom(now: number): SyncBudget {
  return { page: 1, orders: 2, until: now + timeoutMs / 2 };
}

function stillOpen(order: Parameters<typeof isOpen>[0] | undefined): boolean {
  return order !== undefined && isOpen(order);
}
