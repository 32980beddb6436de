import type { OrderUnderway, QueuedOrder } from '../../domain/order/order.ts';
import { transition } from '../../domain/order/transition.ts';
import type { Step } from '../../domain/steps/step.ts';

export const t0 = Date.parse('2026-01-01T08:00:00Z');

export const steps: readonly Step[] = [
  { status: 'developing', kind: 'timed', seconds: 4 },
  { status: 'printing', kind: 'timed', seconds: 6 },
  { status: 'packing', kind: 'work', seconds: 2 },
];

export function queuedOrder(fields: Partial<QueuedOrder> = {}): QueuedOrder {
  return {
    id: '0197f3a0-0000-7000-8000-000000000001',
    owner: 'shawn',
    request: { paper: 'matte', size: 'medium' },
    steps,
    step: 0,
    status: 'queued',
    version: 1,
    revision: 1,
    progress: 0,
    createdAt: t0,
    updatedAt: t0,
    deadline: t0 + 3_600_000,
    sweeps: 0,
    history: [{ status: 'queued', at: t0 }],
    results: {},
    ...fields,
  };
}

/** The order after so many steps were started, each at the end of the one before. */
export function orderAtStep(step: number, fields: Partial<QueuedOrder> = {}): OrderUnderway {
  let order: QueuedOrder | OrderUnderway = queuedOrder(fields);
  let at = t0;
  while (order.step < step) {
    const next = transition(order, { to: 'next' }, at) as OrderUnderway;
    at = next.stepEndsAt;
    order = next;
  }
  return order as OrderUnderway;
}
