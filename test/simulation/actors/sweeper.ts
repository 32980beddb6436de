import type { OrderRepository, StepQueue } from '../../../domain/ports.ts';
import { sweep } from '../../../domain/steps/sweep.ts';
import { Process } from '../platform/process.ts';
import { stepQueue } from '../platform/step-queue.ts';
import type { Shop } from '../world.ts';

const everyMs = 5 * 60_000;
const timeoutMs = 60_000;
const limit = 10;

/** The sweeper function on its schedule, which invokes it at least once. */
export function startSweeper(shop: Shop): void {
  shop.verdict.launch(async () => {
    for (let n = 1; ; n++) {
      await shop.time.sleep(everyMs);
      const invoked = shop.faults.at('delivery', 'schedule', 'invokes');
      if (invoked === 'twice') shop.verdict.launch(() => runOnce(shop, `${n} again`));
      await runOnce(shop, String(n));
    }
  });
}

async function runOnce(shop: Shop, name: string): Promise<void> {
  const process = new Process(shop, 'sweeper', name, timeoutMs);
  const counted: string[] = [];
  const sent: string[] = [];
  const ports = {
    orders: noticingSaves(shop.table.book(process), counted),
    overdue: shop.table.overdue(process),
    queue: noticingSends(stepQueue(shop, process), sent),
    clock: process.clock,
  };
  const ended = await process.run(() => sweep(ports, limit));
  if (ended.how === 'killed') return;
  const told = () => `the sweeper counted ${counted} and sent ${sent.join(' ') || 'nothing'}`;
  const isKept = counted.every((id) => sent.includes(id));
  shop.verdict.expect(isKept, 'P1 accepted orders end once', told);
}

/** Orders that were counted as swept once more. */
function noticingSaves(book: OrderRepository, counted: string[]): OrderRepository {
  return {
    ...book,
    async save(next, previous) {
      const saved = await book.save(next, previous);
      if (saved === 'saved' && next.sweeps > previous.sweeps) counted.push(next.id);
      return saved;
    },
  };
}

/** Orders whose message was sent, or at least tried to be. */
function noticingSends(rail: StepQueue, sent: string[]): StepQueue {
  return {
    send(due) {
      sent.push(due.message.orderId);
      return rail.send(due);
    },
  };
}
