import type { SlipRail } from '../../../domain/ports.ts';
import { sweep } from '../../../domain/sweep.ts';
import { Process } from '../platform/process.ts';
import { slipRail } from '../platform/slip-rail.ts';
import type { Shop } from '../world.ts';

const everyMs = 5 * 60_000;
const timeoutMs = 60_000;
const limit = 10;

/** The sweeper function on its schedule. */
export function startSweeper(shop: Shop): void {
  shop.verdict.launch(async () => {
    for (let n = 1; ; n++) {
      await shop.time.sleep(everyMs);
      await runOnce(shop, new Process(shop, 'sweeper', String(n), timeoutMs));
    }
  });
}

async function runOnce(shop: Shop, process: Process): Promise<void> {
  const book = shop.table.book(process);
  const counted: string[] = [];
  const sent: string[] = [];
  const rail = slipRail(shop, process);
  const slips: SlipRail = {
    send(due) {
      sent.push(due.slip.orderId);
      return rail.send(due);
    },
  };
  const orders = {
    ...book,
    async save(...[next, previous]: Parameters<typeof book.save>) {
      const saved = await book.save(next, previous);
      if (saved === 'saved' && next.sweeps > previous.sweeps) counted.push(next.id);
      return saved;
    },
  };
  const { clock } = process;
  const ended = await process.run(() =>
    sweep({ orders, overdue: shop.table.overdue(process), slips, clock }, limit),
  );
  if (ended.how === 'killed') return;
  const told = () => `the sweeper counted ${counted} and sent ${sent.join(' ') || 'nothing'}`;
  shop.verdict.expect(
    counted.every((id) => sent.includes(id)),
    'P1 accepted orders end once',
    told,
  );
}
