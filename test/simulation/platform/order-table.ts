import { deadlineFor } from '../../../domain/order/deadline.ts';
import { isOpen, type Order } from '../../../domain/order/order.ts';
import type {
  OpenOrders,
  OpenPage,
  OrderPage,
  OrderRepository,
  OverdueOrders,
  PageRequest,
} from '../../../domain/ports.ts';
import type { Step } from '../../../domain/steps/step.ts';
import { alternatives, pick } from '../alternatives.ts';
import type { World } from '../world.ts';
import type { Process } from './process.ts';

export interface TableWatch {
  onCreated(order: Order, writer: Process): void;
  onSaved(next: Order, stored: Order, writer: Process): void;
}

interface Row {
  readonly order: Order;
  /** What an index that lags still shows. */
  readonly before: Order | undefined;
  /** Milliseconds, true time: when it was placed, and when it was placed or redriven last. */
  readonly createdAt: number;
  readonly openedAt: number;
}

/** So long (milliseconds) after it was opened an order may be missing in the indexes by owner. */
export const listLagMs = 3000;

const timed = (status: Step['status'], seconds: number): Step => ({ status, kind: 'timed', seconds });
const work = (status: Step['status'], seconds = 1): Step => ({ status, kind: 'work', seconds });

/** Other tasks than print: work first, work last, work after work, fractions of a second, more than a queue's delay. */
const recipes = alternatives<readonly Step[]>(
  [4, [timed('developing', 2), work('packing')]],
  [3, [timed('developing', 4), timed('printing', 6), work('packing')]],
  [3, [work('developing'), timed('printing', 0.4)]],
  [2, [work('developing', 2), work('printing'), timed('cutting', 1.5)]],
  [1, [timed('stretching', 2000), work('packing')]],
  [1, [timed('developing', 0), work('drying', 0), timed('cutting', 3)]],
);

/** The table of orders with its conditions and its indexes, one port for each process. */
export class OrderTable {
  readonly #world: World;
  readonly #watch: TableWatch;
  readonly #rows = new Map<string, Row>();

  constructor(world: World, watch: TableWatch) {
    this.#world = world;
    this.#watch = watch;
  }

  get(id: string): Order | undefined {
    return this.#rows.get(id)?.order;
  }

  get orders(): readonly Order[] {
    return [...this.#rows.values()].map(({ order }) => order);
  }

  get isAllEnded(): boolean {
    return this.orders.every((order) => !isOpen(order));
  }

  /** Milliseconds, true time, since it was placed or redriven. */
  openFor(id: string): number {
    return this.#world.time.now - (this.#rows.get(id)?.openedAt ?? this.#world.time.now);
  }

  book(process: Process): OrderRepository {
    return {
      get: (id) => process.call('get', () => this.get(id), told),
      create: (order) => process.call('create', () => this.#create(order, process), String),
      save: (next, previous) =>
        process.call(
          'save',
          () => this.#save(next, previous, process),
          (answer) => `${told(next)}: ${answer}`,
        ),
      listByOwner: (owner, page) => process.call('list', () => this.#list(owner, page, process)),
    };
  }

  open(process: Process): OpenOrders {
    return { byOwner: (owner, page) => process.call('list open', () => this.#open(owner, page, process)) };
  }

  overdue(process: Process): OverdueOrders {
    return {
      overdue: (now, limit) => process.call('overdue', () => this.#overdue(now, limit, process), String),
    };
  }

  #create(ordered: Order, writer: Process): 'created' | 'exists' {
    if (this.#rows.has(ordered.id)) return 'exists';
    const order = this.#withRecipe(ordered);
    const { now } = this.#world.time;
    this.#rows.set(order.id, { order, before: undefined, createdAt: now, openedAt: now });
    writer.hasWritten = true;
    this.#watch.onCreated(order, writer);
    return 'created';
  }

  /** The menu has too few kinds of recipes. */
  #withRecipe(order: Order): Order {
    const steps = pick(this.#world.decisions, order.id, 'recipe', recipes);
    const deadline = order.deadline + deadlineFor(steps, 0) - deadlineFor(order.steps, 0);
    return { ...order, steps, deadline };
  }

  #save(next: Order, previous: Order, writer: Process): 'saved' | 'conflict' {
    const row = this.#rows.get(next.id);
    if (row?.order.revision !== previous.revision) return 'conflict';
    const openedAt = isOpen(row.order) ? row.openedAt : this.#world.time.now;
    this.#rows.set(next.id, { ...row, order: next, before: row.order, openedAt });
    writer.hasWritten = true;
    this.#watch.onSaved(next, row.order, writer);
    return 'saved';
  }

  #list(owner: string, { limit, after }: PageRequest, process: Process): OrderPage {
    const known = this.#knownUntil(process, 'list');
    const rest = [...this.#rows.values()]
      .filter((row) => row.createdAt <= known)
      .map((row) => row.order)
      .filter((order) => order.owner === owner)
      .sort(newestFirst)
      .filter((order) => !after || newestFirst(after, order) < 0);
    return pageOf(rest, limit);
  }

  #open(owner: string, { limit, after }: PageRequest, process: Process): OpenPage {
    const known = this.#knownUntil(process, 'list open');
    const rest = [...this.#rows.values()]
      .filter((row) => row.openedAt <= known)
      .map((row) => row.order)
      .filter(isOpen)
      .filter((order) => order.owner === owner)
      .sort(newestFirst)
      .filter((order) => !after || newestFirst(after, order) < 0);
    return pageOf(rest, limit);
  }

  /** What happened later an index does not know yet. */
  #knownUntil({ name }: Process, what: string): number {
    const isStale = this.#world.faults.at('index', name, what) === 'stale';
    return this.#world.time.now - (isStale ? listLagMs : 0);
  }

  #overdue(now: number, limit: number, process: Process): readonly string[] {
    const stale = this.#world.faults.at('index', process.name, 'overdue') === 'stale';
    return [...this.#rows.values()]
      .map((row) => (stale ? row.before : row.order))
      .filter((order) => order !== undefined)
      .filter((order) => isOpen(order) && order.deadline <= now)
      .sort((a, b) => a.deadline - b.deadline)
      .slice(0, limit)
      .map((order) => order.id);
  }
}

function told(order: Order | undefined): string {
  if (!order) return 'nothing';
  const lease = 'lease' in order ? ` fence ${order.lease.fence}` : '';
  return `${order.id} v${order.version}r${order.revision} ${order.status} step ${order.step}${lease}`;
}

function pageOf<One extends Order>(rest: readonly One[], limit: number) {
  const orders = rest.slice(0, limit);
  const last = orders.at(-1);
  return { orders, ...(last && rest.length > limit && { next: { createdAt: last.createdAt, id: last.id } }) };
}

function newestFirst(a: Pick<Order, 'createdAt' | 'id'>, b: Pick<Order, 'createdAt' | 'id'>): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
