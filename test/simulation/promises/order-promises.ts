import { isSameJson } from '../../../domain/json.ts';
import { isOpen, type Order } from '../../../domain/order/order.ts';
import type { Process } from '../platform/process.ts';
import type { Verdict } from './verdict.ts';

const ends = 'P1 accepted orders end once';
const rises = 'P2 versions rise, progress never falls';
const once = 'P3 each step counts once';

/** Worst case of two clocks that are wrong (milliseconds). */
const apartMs = 10 * 60_000;

/** What holds for every write to an order, whoever makes it. */
export function expectLawful(verdict: Verdict, before: Order, after: Order): void {
  const change = () => `${briefly(before)} became ${briefly(after)}`;
  verdict.expect(isOpen(before), ends, change);
  verdict.expect(after.revision === before.revision + 1, rises, change);
  verdict.expect(after.progress >= before.progress && after.progress <= 1, rises, change);
  verdict.expect(after.updatedAt >= before.updatedAt, rises, change);
  verdict.expect(after.version === before.version + (looksTheSame(before, after) ? 0 : 1), rises, change);
  verdict.expect(isNextStep(before, after), once, change);
  verdict.expect(historyGrows(before, after), once, change);
  verdict.expect(sameOrder(before, after), once, change);
  verdict.expect(after.status !== 'ready' || before.step === before.steps.length, once, change);
}

interface Circumstances {
  readonly writer: Process;
  readonly isImpossible: boolean;
  /** Whether 202 was answered. */
  readonly isAccepted: boolean;
  /** Milliseconds, true time. */
  readonly now: number;
}

/** Orders do not end for nothing. */
export function expectReason(
  verdict: Verdict,
  before: Order,
  after: Order,
  { writer, isImpossible, isAccepted, now }: Circumstances,
): void {
  const change = () => `${writer.kind} made ${briefly(before)} ${after.status}`;
  if (after.status === 'cancelled') verdict.expect(writer.kind === 'api', ends, change);
  if (after.status === 'ready') verdict.expect(writer.kind === 'worker', ends, change);
  if (writer.kind === 'sweeper') verdict.expect(before.deadline <= now + apartMs, ends, change);
  if (after.status !== 'failed') return;
  if (writer.kind === 'worker') verdict.expect(isImpossible, ends, change);
  if (writer.kind === 'sweeper') verdict.expect(before.sweeps >= 2, ends, change);
  // A request that is refused ends what it has begun.
  if (writer.kind === 'api') verdict.expect(!isAccepted, ends, change);
}

export function briefly(order: Order): string {
  const { id, version, revision, status, step, progress } = order;
  return `${id} v${version}r${revision} ${status} step ${step} at ${progress}`;
}

function looksTheSame(before: Order, after: Order): boolean {
  return (
    after.status === before.status &&
    after.progress === before.progress &&
    after.updatedAt === before.updatedAt &&
    after.history.length === before.history.length
  );
}

function isNextStep(before: Order, after: Order): boolean {
  if (after.status === before.status) return after.step === before.step;
  const status = before.steps[before.step]?.status;
  return after.status === status
    ? after.step === before.step + 1
    : after.step === before.step && !isOpen(after);
}

function historyGrows(before: Order, after: Order): boolean {
  const grown = after.status === before.status ? 0 : 1;
  return (
    after.history.length === before.history.length + grown &&
    before.history.every(
      ({ status, at }, n) => after.history[n]?.status === status && after.history[n]?.at === at,
    ) &&
    after.history.at(-1)?.status === after.status
  );
}

function sameOrder(before: Order, after: Order): boolean {
  return (
    after.id === before.id &&
    after.owner === before.owner &&
    after.createdAt === before.createdAt &&
    isSameJson(after.request, before.request) &&
    after.steps.length === before.steps.length
  );
}
