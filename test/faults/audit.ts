import { orderFromImage } from '../../adapters/dynamodb/order-from-image.ts';
import { isFailed, isOpen, type Order } from '../../domain/order/order.ts';
import type { Cloud } from '../../packages/local-cloud/src/cloud.ts';
import { streamArn } from '../../packages/local-cloud/src/dynamodb/resources.ts';
import type { StreamRecord } from '../../packages/local-cloud/src/dynamodb/stream-record.ts';
import { ifReadable } from './if-readable.ts';

/** A write that broke a promise of DESIGN.md. */
export interface Violation {
  readonly promise: 'P2' | 'P3';
  readonly orderId: string;
  readonly what: string;
}

/** Looks over the shoulder of everybody who writes orders, from the table itself. */
export interface Audit {
  /** As last written, by id. */
  readonly orders: ReadonlyMap<string, Order>;
  readonly violations: readonly Violation[];
  /** Takes note of an order that was written before the audit began. */
  learn(order: Order): void;
  /** Resolves when all of these have ended, or after so many milliseconds; with those that have not. */
  untilEnded(ids: Iterable<string>, timeoutMs?: number): Promise<readonly string[]>;
  until(id: string, fits: (order: Order) => boolean): Promise<Order>;
}

export function auditOrders({ tables, context }: Cloud, table: string): Audit {
  const orders = new Map<string, Order>();
  const violations: Violation[] = [];
  let waiting: (() => void)[] = [];

  tables.onRecord(streamArn(table, context), ({ dynamodb }: StreamRecord) => {
    const { NewImage, OldImage } = dynamodb;
    const order = NewImage && ifReadable(() => orderFromImage(NewImage));
    const before = OldImage && ifReadable(() => orderFromImage(OldImage));
    if (order) {
      violations.push(...breaches(before, order));
      learn(order);
    } else if (before) orders.delete(before.id);
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  });

  function learn(order: Order): void {
    if (order.revision > (orders.get(order.id)?.revision ?? 0)) orders.set(order.id, order);
  }

  const nextWrite = () => new Promise<void>((resolve) => waiting.push(resolve));

  return {
    orders,
    violations,
    learn,
    async untilEnded(ids, timeoutMs = 60_000) {
      const timeout = new Promise<'late'>((resolve) => setTimeout(resolve, timeoutMs, 'late').unref());
      for (;;) {
        const open = [...ids].filter((id) => !hasEnded(orders.get(id)));
        if (open.length === 0 || (await Promise.race([nextWrite(), timeout])) === 'late') return open;
      }
    },
    async until(id, fits) {
      for (;;) {
        const order = orders.get(id);
        if (order && fits(order)) return order;
        await nextWrite();
      }
    },
  };
}

function hasEnded(order: Order | undefined): boolean {
  return order !== undefined && !isOpen(order);
}

/** What one write did that no write may do. */
function breaches(before: Order | undefined, after: Order): Violation[] {
  const of = (promise: Violation['promise'], checks: readonly Check[]) =>
    checks.filter(([broken]) => broken).map(([, what]) => ({ promise, orderId: after.id, what }));
  if (!before) return of('P2', newcomer(after));
  return [...of('P2', history(before, after)), ...of('P3', outcomes(before, after))];
}

type Check = readonly [broken: boolean, what: string];

function newcomer({ version, status }: Order): Check[] {
  return [[version !== 1 || status !== 'queued', 'was not new when it appeared']];
}

function history(before: Order, after: Order): Check[] {
  const redriven = isFailed(before) && before.redrivable === true && after.status === 'queued';
  return [
    [hasEnded(before) && !redriven, `was ${before.status} and became ${after.status}`],
    [after.revision !== before.revision + 1, `revision ${before.revision} was followed by ${after.revision}`],
    [![0, 1].includes(after.version - before.version), `version ${before.version} became ${after.version}`],
    [after.version === before.version && after.status !== before.status, 'changed without a new version'],
    [after.progress < before.progress, `progress fell from ${before.progress} to ${after.progress}`],
    [!startsWith(after.history, before.history), 'its history was rewritten'],
    [after.history.length > before.history.length + 1, 'two changes in one write'],
  ];
}

function outcomes({ results: before }: Order, { results: after }: Order): Check[] {
  return Object.keys(before).map((step) => {
    const [was, is] = [before, after].map((results) => JSON.stringify(results[step as keyof typeof results]));
    return [was !== is, `what ${step} had made was recorded again`];
  });
}

function startsWith(whole: readonly unknown[], start: readonly unknown[]): boolean {
  return JSON.stringify(whole.slice(0, start.length)) === JSON.stringify(start);
}
