import { isFailed, isOpen, type Order } from '../../../domain/order/order.ts';
import { briefly } from './order-promises.ts';
import type { Verdict } from './verdict.ts';

/** An order that was given up, not one that was refused, cancelled or made, is in the queue again. */
export function isRedrive(before: Order, after: Order): boolean {
  return isFailed(before) && before.redrivable === true && isOpen(after);
}

/** What was done stays done, and the history shows it all. */
export function expectRedriven(verdict: Verdict, before: Order, after: Order): void {
  const kept =
    after.status === 'queued' &&
    after.version === before.version + 1 &&
    after.revision === before.revision + 1 &&
    after.progress === before.progress &&
    after.step >= before.step - 1 &&
    after.step >= Object.keys(after.results).length &&
    after.results === before.results &&
    after.history.length === before.history.length + 1;
  const told = () => `${briefly(before)} was redriven as ${briefly(after)}`;
  verdict.expect(kept, 'P2 versions rise, progress never falls', told);
}
