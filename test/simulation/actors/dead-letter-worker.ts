import { currentStep, isUnderway, type Order } from '../../../domain/order/order.ts';
import type { OrderRepository } from '../../../domain/ports.ts';
import { giveUpMessage } from '../../../domain/steps/give-up-message.ts';
import type { StepMessage } from '../../../domain/steps/step-message.ts';
import type { Message } from '../platform/message-queue.ts';
import { Process } from '../platform/process.ts';
import { stepQueue } from '../platform/step-queue.ts';
import { briefly } from '../promises/order-promises.ts';
import type { Shop } from '../world.ts';
import { tellOperator } from './operator.ts';

const timeoutMs = 10_000;
const failure = { title: 'Could not be made', detail: 'Please order again.' };

/** The dead-letter function: fails the orders that need the messages that were given up. */
export function startDeadLetterWorker(shop: Shop): void {
  shop.deadLetters.workedBy((messages) =>
    shop.verdict.launch(async () => {
      for (const message of messages) await bury(shop, message);
    }),
  );
}

async function bury(shop: Shop, message: Message): Promise<void> {
  const process = new Process(shop, 'dead-letter worker', `${message.name} r${message.receives}`, timeoutMs);
  const orders = expectingNeed(shop, shop.table.book(process), message.body);
  const ports = { orders, queue: stepQueue(shop, process), clock: process.clock };
  const ended = await process.run(() => giveUpMessage(ports, message.body, failure));
  if (ended.how !== 'returned') return;
  shop.deadLetters.delete(message);
  if (message.deleted) tellOperator(shop, message.body);
}

/** An order that goes on with another message is not failed for this one. */
function expectingNeed({ verdict }: Shop, book: OrderRepository, message: StepMessage): OrderRepository {
  return {
    ...book,
    save(next, previous) {
      const told = () => `the dead message ${message.step} failed ${briefly(previous)}`;
      verdict.expect(needs(previous, message), 'P1 accepted orders end once', told);
      return book.save(next, previous);
    },
  };
}

function needs(order: Order, { step }: StepMessage): boolean {
  const isAtWork = isUnderway(order) && currentStep(order)?.kind === 'work';
  return step === (isAtWork ? order.step : order.step + 1);
}
