import { failOrder } from '../../../domain/fail-order.ts';
import type { Message } from '../platform/message-queue.ts';
import { Process } from '../platform/process.ts';
import type { Shop } from '../world.ts';
import { tellOperator } from './operator.ts';

const timeoutMs = 10_000;
const failure = { title: 'Could not be made', detail: 'Please order again.' };

/** The dead-letter function: fails the orders of slips that were given up. */
export function startUndertaker(shop: Shop): void {
  shop.deadLetters.workedBy((messages) =>
    shop.verdict.launch(async () => {
      for (const message of messages) await bury(shop, message);
    }),
  );
}

async function bury(shop: Shop, message: Message): Promise<void> {
  const process = new Process(shop, 'undertaker', `${message.name} r${message.receives}`, timeoutMs);
  const ports = { orders: shop.table.book(process), clock: process.clock };
  const ended = await process.run(() => failOrder(ports, message.slip.orderId, failure));
  if (ended.how !== 'returned') return;
  shop.deadLetters.delete(message);
  if (message.deleted) tellOperator(shop, message.slip);
}
