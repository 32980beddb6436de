import { currentStep, isUnderway, type Order } from '../../../domain/order/order.ts';
import type { OrderBook } from '../../../domain/ports.ts';
import { giveUpSlip } from '../../../domain/steps/give-up-message.ts';
import type { Slip } from '../../../domain/steps/step-message.ts';
import type { Message } from '../platform/message-queue.ts';
import { Process } from '../platform/process.ts';
import { slipRail } from '../platform/step-queue.ts';
import { briefly } from '../promises/order-promises.ts';
import type { Shop } from '../world.ts';
import { tellOperator } from './operator.ts';

const timeoutMs = 10_000;
const failure = { title: 'Could not be made', detail: 'Please order again.' };

/** The dead-letter function: fails the orders that need the slips that were given up. */
export function startUndertaker(shop: Shop): void {
  shop.deadLetters.workedBy((messages) =>
    shop.verdict.launch(async () => {
      for (const message of messages) await bury(shop, message);
    }),
  );
}

async function bury(shop: Shop, message: Message): Promise<void> {
  const process = new Process(shop, 'undertaker', `${message.name} r${message.receives}`, timeoutMs);
  const orders = expectingNeed(shop, shop.table.book(process), message.slip);
  const ports = { orders, slips: slipRail(shop, process), clock: process.clock };
  const ended = await process.run(() => giveUpSlip(ports, message.slip, failure));
  if (ended.how !== 'returned') return;
  shop.deadLetters.delete(message);
  if (message.deleted) tellOperator(shop, message.slip);
}

/** An order that goes on with another slip is not failed for this one. */
function expectingNeed({ verdict }: Shop, book: OrderBook, slip: Slip): OrderBook {
  return {
    ...book,
    save(next, previous) {
      const told = () => `the dead slip ${slip.step} failed ${briefly(previous)}`;
      verdict.expect(needs(previous, slip), 'P1 accepted orders end once', told);
      return book.save(next, previous);
    },
  };
}

function needs(order: Order, { step }: Slip): boolean {
  const isAtWork = isUnderway(order) && currentStep(order)?.kind === 'work';
  return step === (isAtWork ? order.step : order.step + 1);
}
