import { createLogUpdate } from 'log-update';
import { hasEnded, type PublicOrder } from '../../coffee/client/index.ts';
import type { Output } from '../terminal.ts';
import { barLine } from './bar-line.ts';
import type { OrderDisplay } from './order-display.ts';

interface Heard {
  readonly order: PublicOrder;
  /** Milliseconds, by a clock of our own: that of the shop may differ. */
  readonly at: number;
}

const redrawMs = 200;
const usualRows = 24;

/** One bar for each of `count` orders, which moves with time; below them why there are no news. */
export function liveBars(output: Output, count: number): OrderDisplay {
  const log = createLogUpdate(output);
  const bars = new Map<number, Heard>();
  let footer: string | undefined;
  const draw = () => {
    // One row for the cursor, one for the footer.
    const lines = rowsFor([...bars].sort(byNumber), (output.rows ?? usualRows) - 2, (n, { order, at }) =>
      barLine(order, {
        label: count === 1 ? order.drink : `${order.drink} ${String(n + 1).padStart(String(count).length)}`,
        now: Date.parse(order.updatedAt) + performance.now() - at,
        output,
      }),
    );
    log([...lines, footer].filter((line) => line !== undefined).join('\n'));
  };
  const ticker = setInterval(draw, redrawMs);
  return {
    show(n, { order }) {
      bars.set(n, { order, at: performance.now() });
      draw();
    },
    trouble(line) {
      footer = line;
      draw();
    },
    end() {
      clearInterval(ticker);
      log.done();
    },
  };
}

type Bar = readonly [number: number, heard: Heard];

/** All bars, or as many as there is room for: those that still move come first. */
function rowsFor(bars: readonly Bar[], rows: number, line: (...bar: Bar) => string): readonly string[] {
  if (bars.length <= rows) return bars.map((bar) => line(...bar));
  const shown = bars
    .toSorted(openFirst)
    .slice(0, rows - 1)
    .sort(byNumber);
  const ended = bars.filter(([, { order }]) => hasEnded(order)).length;
  return [...shown.map((bar) => line(...bar)), `… ${bars.length} in all, ${ended} of them done`];
}

function byNumber([a]: Bar, [b]: Bar): number {
  return a - b;
}

function openFirst([, a]: Bar, [, b]: Bar): number {
  return Number(hasEnded(a.order)) - Number(hasEnded(b.order));
}
