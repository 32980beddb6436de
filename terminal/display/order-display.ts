import type { OrderUpdate } from '../../coffee/client/index.ts';
import type { Terminal } from '../terminal.ts';
import { jsonLines } from './json-lines.ts';
import { liveBars } from './live-bars.ts';
import { plain } from './plain.ts';
import { plainLines } from './plain-lines.ts';

/** Shows how orders come along. */
export interface OrderDisplay {
  /** News of order number `n`, from 0. */
  show(n: number, update: OrderUpdate): void;
  /** Why there are no news at the moment; undefined: there are again. */
  trouble(line: string | undefined): void;
  /** No more news. */
  end(): void;
}

/** Bars that move in a terminal; lines in a file, in a pipe, and in a terminal that does not know its size. */
export function orderDisplay(
  terminal: Terminal,
  { json, count }: { json: boolean; count: number },
): OrderDisplay {
  if (json) return jsonLines(terminal);
  const { isTTY, columns } = terminal.stdout;
  const display = isTTY && columns ? liveBars(terminal.stdout, count) : plainLines(terminal);
  return { ...display, show: (n, update) => display.show(n, plain(update)) };
}
