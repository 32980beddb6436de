import { isOpen, type Order } from '../../../domain/order/order.ts';
import type { StepMessage } from '../../../domain/steps/step-message.ts';
import type { Verdict } from './verdict.ts';

/** More messages than any order needs in one history. */
const maxSends = 600;

/** Between 202 and the end of an order its message is in the queue, not much more than once, and not ahead of the table. */
export class MessagePromises {
  readonly #verdict: Verdict;
  #order: (id: string) => Order | undefined = () => undefined;
  #queuedMessages: (id: string) => number = () => 0;
  readonly #accepted = new Set<string>();
  /** How many more messages there may be, because one was given out or sent again. */
  readonly #surplus = new Map<string, number>();
  readonly #sends = new Map<string, number>();

  constructor(verdict: Verdict) {
    this.#verdict = verdict;
  }

  watch(order: (id: string) => Order | undefined, queuedMessages: (id: string) => number): void {
    this.#order = order;
    this.#queuedMessages = queuedMessages;
  }

  onAccepted(id: string): void {
    const told = () => `${id} was answered 202 and is not there`;
    this.#verdict.expect(this.#order(id) !== undefined, 'P1 accepted orders end once', told);
    this.#accepted.add(id);
    this.#expectQueued(id, 'was answered 202');
  }

  isAccepted(id: string): boolean {
    return this.#accepted.has(id);
  }

  /** The message is given out again, or sent without one being used up for it. */
  onRepeated({ orderId }: StepMessage): void {
    this.#surplus.set(orderId, (this.#surplus.get(orderId) ?? 0) + 1);
  }

  onDeleted(message: StepMessage): void {
    if (this.#accepted.has(message.orderId)) this.#expectQueued(message.orderId, 'lost its last message');
  }

  onSent({ orderId, step }: StepMessage): void {
    const order = this.#order(orderId);
    const ahead = () => `a message for step ${step} of ${orderId} was sent, which is at step ${order?.step}`;
    this.#verdict.expect(order !== undefined && step <= order.step + 1, 'P1 accepted orders end once', ahead);
    const sends = (this.#sends.get(orderId) ?? 0) + 1;
    this.#sends.set(orderId, sends);
    const held = this.#queuedMessages(orderId);
    // Each may be followed by the next one before it is taken off.
    const most = 2 * (1 + (this.#surplus.get(orderId) ?? 0));
    const many = () =>
      `${held} messages of ${orderId} are in the queue after ${sends} were sent, ${most} may be`;
    this.#verdict.expect(held <= most && sends <= maxSends, 'P7 bounded', many);
  }

  #expectQueued(id: string, when: string): void {
    const order = this.#order(id);
    const kept = order === undefined || !isOpen(order) || this.#queuedMessages(id) > 0;
    this.#verdict.expect(kept, 'P1 accepted orders end once', () => `${id} ${when} while ${order?.status}`);
  }
}
