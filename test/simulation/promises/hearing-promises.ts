import type { CloudEvent } from '../../../domain/order/events.ts';
import type { Order } from '../../../domain/order/order.ts';
import type { Socket } from '../platform/gateway.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { Verdict } from './verdict.ts';

const everyone = 'P4 everyone hears the latest';

/** One attempt to announce a record: who was kept from hearing by a fault, or everybody. */
export interface Attempt {
  everybody: boolean;
  readonly sockets: Set<string>;
}

interface Change {
  readonly order: Order;
  /** Milliseconds, true time. */
  readonly at: number;
}

/** What customers get to know, against what happened. */
export class HearingPromises {
  readonly #time: VirtualTime;
  readonly #verdict: Verdict;
  readonly #changes = new Map<string, Change[]>();
  /** Records that were given up, by event id. */
  readonly #lost = new Map<string, readonly Attempt[]>();

  constructor(time: VirtualTime, verdict: Verdict) {
    this.#time = time;
    this.#verdict = verdict;
  }

  onChange(order: Order): void {
    const changes = this.#changes.get(order.id) ?? [];
    changes.push({ order, at: this.#time.now });
    this.#changes.set(order.id, changes);
  }

  onPosted(socket: Socket, { id, data }: CloudEvent): void {
    const change = this.#changes
      .get(data.order.id)
      ?.find(({ order }) => order.version === data.order.version);
    const own = () => `${socket.id} of ${socket.owner} was told ${id} of ${change?.order.owner}`;
    this.#verdict.expect(change?.order.owner === socket.owner, 'P5 nobody hears of others', own);
    const told = () =>
      `${socket.id} was told that ${id} is ${data.order.status}, it is ${change?.order.status}`;
    this.#verdict.expect(change?.order.status === data.order.status, everyone, told);
  }

  onRecordLost(order: Order, attempts: readonly Attempt[]): void {
    this.#lost.set(`${order.id}:${order.version}`, attempts);
  }

  /** At the end: who was connected when an order changed last has heard of it. */
  expectHeard(socket: Socket, heard: ReadonlyMap<string, number>): void {
    for (const changes of this.#changes.values()) {
      const { order, at } = changes.at(-1) as Change;
      if (order.owner !== socket.owner || at <= socket.openedAt || this.#wasKeptFrom(socket, order)) continue;
      const told = () =>
        `${socket.id} heard ${heard.get(order.id) ?? 'nothing'} of ${order.id} v${order.version} ${order.status}`;
      this.#verdict.expect((heard.get(order.id) ?? 0) >= order.version, everyone, told);
    }
  }

  /** After a sync: what was the latest when it began is known. */
  expectKnown(who: string, before: readonly Order[], known: ReadonlyMap<string, number>): void {
    for (const { id, version } of before) {
      const told = () => `${who} synced and knows ${known.get(id) ?? 'nothing'} of ${id} v${version}`;
      this.#verdict.expect((known.get(id) ?? 0) >= version, everyone, told);
    }
  }

  /** A record that cannot be published goes to the failure queue: `sync` tells what it would have. */
  #wasKeptFrom(socket: Socket, order: Order): boolean {
    const attempts = this.#lost.get(`${order.id}:${order.version}`);
    return attempts?.every(({ everybody, sockets }) => everybody || sockets.has(socket.id)) ?? false;
  }
}
