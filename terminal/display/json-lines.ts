import type { Terminal } from '../terminal.ts';
import type { OrderDisplay } from './order-display.ts';
import { plainJson } from './plain.ts';

/** For programs: the order at each change, as GET answers it. */
export function jsonLines({ stdout, stderr }: Terminal): OrderDisplay {
  return {
    show: (_, { order }) => void stdout.write(`${plainJson(order)}\n`),
    trouble: (line) => void (line !== undefined && stderr.write(`${line}\n`)),
    end() {},
  };
}
