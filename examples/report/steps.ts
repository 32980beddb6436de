import { file, stepHandlers } from 'smart-coffee-maker/task';
import { daysOf, salesOf } from './sales.ts';
import { report } from './task.ts';

interface Sum {
  /** How many days are summed up. */
  readonly days: number;
  readonly sales: number;
  readonly cents: number;
}

export const steps = stepHandlers(report, {
  collecting: async ({ request, checkpoint, signal, report }) => {
    const days = daysOf(request);
    let sum = (checkpoint ?? { days: 0, sales: 0, cents: 0 }) as Sum & { [key: string]: number };
    for (const day of days.slice(sum.days)) {
      // The function's time is nearly up: another run goes on from here.
      if (signal.aborted) return { continueFrom: sum };
      const sold = await salesOf(day);
      const cents = sold.reduce((total, sale) => total + sale.cents, sum.cents);
      sum = { days: sum.days + 1, sales: sum.sales + sold.length, cents };
      // Told to the customer at most once a second.
      report(sum.days / days.length);
    }
    return { done: { sales: sum.sales, cents: sum.cents } };
  },

  storing: async ({ request }) =>
    file({
      name: `sales from ${request.from} to ${request.to}.csv`,
      contentType: 'text/csv; charset=utf-8',
      body: csv(request),
    }),
});

/** A day at a time: the file may be larger than the function's memory. */
async function* csv(request: { readonly from: string; readonly to: string }): AsyncGenerator<Uint8Array> {
  const text = new TextEncoder();
  yield text.encode('day,product,pieces,amount\r\n');
  let total = 0;
  for (const day of daysOf(request)) {
    const sold = await salesOf(day);
    total = sold.reduce((sum, { cents }) => sum + cents, total);
    const lines = sold.map(({ product, pieces, cents }) => `${day},${product},${pieces},${euros(cents)}\r\n`);
    yield text.encode(lines.join(''));
  }
  yield text.encode(`total,,,${euros(total)}\r\n`);
}

function euros(cents: number): string {
  return (cents / 100).toFixed(2);
}
