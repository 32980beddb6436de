import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { orderFormat, readOrderItem } from '../../../adapters/dynamodb/order-formats.ts';
import {
  fromItem,
  fromItemIfReadable,
  type OrderItem,
  toItem,
} from '../../../adapters/dynamodb/order-item.ts';
import type { UnreadableOrderError } from '../../../domain/order/unreadable-order-error.ts';
import { orderInEveryStatus } from '../../fakes/order-in-every-status.ts';
import { captureLogs } from '../../lambdas/captured-logs.ts';

const rowsOf = (format: number): Record<string, OrderItem> =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../fixtures/order-rows-${format}.json`), 'utf8'));
const current = rowsOf(orderFormat);
const formats = Array.from({ length: orderFormat + 1 }, (_, format) => format);
const queued = current.queued as OrderItem;

function errorOf(row: OrderItem): UnreadableOrderError | undefined {
  try {
    readOrderItem(row);
  } catch (error) {
    return error as UnreadableOrderError;
  }
  return undefined;
}

describe('rows of every form that was ever written', () => {
  it.each(formats)('%i: are the same orders', (format) => {
    for (const [status, row] of Object.entries(rowsOf(format))) {
      expect(fromItem(row), status).toEqual(fromItem(current[status] as OrderItem));
    }
  });

  it('are orders with all that they had', () => {
    expect(fromItem(current.underway as OrderItem)).toMatchObject({
      id: '0197f3a0-0000-7000-8000-000000000001',
      request: { paper: 'matte', size: 'large', name: 'Shawn' },
      status: 'packing',
      lease: { fence: 4, until: 1767254434000, lost: 1 },
      checkpoint: { page: 7 },
    });
    expect(fromItem(current.ready as OrderItem)).toMatchObject({
      readyAt: 1767254405000,
      results: { packing: { code: 'A2B3', label: 'MATTE' } },
    });
    expect(fromItem(current.failed as OrderItem)).toMatchObject({ redrivable: true });
  });
});

describe('a row of the form that is written now', () => {
  it.each(orderInEveryStatus)('says so, and is the order again: $status', (order) => {
    const row = toItem(order, true);
    expect(row.format).toBe(orderFormat);
    expect(fromItem(row)).toEqual(order);
  });

  it('may have times of recipes at another speed, which are parts of milliseconds', () => {
    const deadline = Number(queued.deadline) + 0.5;
    expect(fromItem({ ...queued, deadline })).toMatchObject({ deadline });
  });

  it('keeps what newer code of the same format has added', () => {
    expect(toItem(fromItem({ ...queued, priority: 'high' }), true)).toMatchObject({ priority: 'high' });
  });

  it('has a fixture: whoever changes the form adds one, and a step to the upgrade path', () => {
    const written = toItem(fromItem(queued), true);
    expect(Object.keys(written).sort()).toEqual(Object.keys(queued).sort());
  });
});

describe('a row that cannot be read', () => {
  const { history, ...withoutHistory } = queued;
  const { steps, ...withoutSteps } = queued;

  it.each<[string, OrderItem, RegExp]>([
    ['has no history', withoutHistory, /history is missing or wrong$/],
    ['has no steps', withoutSteps, /steps is missing or wrong$/],
    ['has a result that is not JSON', { ...queued, results: '{' }, /results is missing or wrong$/],
    ['is ready and does not say since when', { ...queued, status: 'ready' }, /readyAt is missing or wrong$/],
    ['is under way in no time', { ...queued, status: 'developing' }, /stepStartedAt, stepEndsAt is/],
    ['is of no form', { ...queued, format: 'first' }, /its format is first$/],
  ])('%s: is damaged, and nothing of it is told but that', (_, row, why) => {
    const error = errorOf(row);
    expect(error).toMatchObject({ name: 'UnreadableOrderError', orderId: queued.orderId, isNewer: false });
    expect(error?.message).toMatch(why);
    expect(error?.message).not.toMatch(/matte|Shawn/i);
  });

  it('is of newer code when its format is higher', () => {
    expect(errorOf({ ...queued, format: orderFormat + 1 })).toMatchObject({ isNewer: true });
  });

  it('is left out where it must not keep others from being read, and named in the log (fault 57)', () => {
    const logs = captureLogs();
    expect(fromItemIfReadable(withoutHistory)).toBeUndefined();
    expect(logs).toMatchObject([[{ message: 'unreadable order', orderId: queued.orderId }]]);
    expect(JSON.stringify(logs)).not.toMatch(/matte|shawn/i);
  });
});
