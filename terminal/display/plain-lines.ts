import type { Terminal } from '../terminal.ts';
import { newsLine } from './news-line.ts';
import type { OrderDisplay } from './order-display.ts';

/** For files and pipes: a line for each change. */
export function plainLines({ stdout, stderr }: Terminal): OrderDisplay {
  return {
    show: (_, update) => void stdout.write(`${newsLine(update, stdout)}\n`),
    trouble: (line) => void (line !== undefined && stderr.write(`${line}\n`)),
    end() {},
  };
}
