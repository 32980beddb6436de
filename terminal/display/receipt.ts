import { styleText } from 'node:util';
import type { PublicOrder } from '../../coffee/client/index.ts';
import { duration, pickupCode } from '../../web/words.ts';
import type { Output } from '../terminal.ts';
import { wrapped } from './wrapped.ts';

/** What one gets with the coffee: the code to pick it up by, its label, how long each step took. Several lines. */
export function receipt(order: PublicOrder, stream: Output): string {
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    styleText(format, text, { stream });
  const took = duration(secondsBetween(order.createdAt, order.history.at(-1)?.at));
  const head = order.status === 'ready' ? paint('bold', pickupCode(order)) : paint('red', order.status);
  const lines = [`${head}  ${labelOf(order)}  ${order.status} after ${took}`, paint('dim', stepTimes(order))];
  return `\n${lines.map((line) => wrapped(line, stream)).join('\n')}\n`;
}

function labelOf({ drink, size, result, failure }: PublicOrder): string {
  const { label } = Object(result?.labelling) as { label?: unknown };
  return typeof label === 'string' ? label : [`${size} ${drink}`, failure?.detail].filter(Boolean).join(': ');
}

/** `queued 0.1 s · grinding 5.2 s · …`: each status with the time until the next one. */
function stepTimes({ history }: PublicOrder): string {
  const steps = history.slice(0, -1).map(({ status, at }, n) => {
    return `${status} ${duration(secondsBetween(at, history[n + 1]?.at))}`;
  });
  return steps.join(' · ');
}

function secondsBetween(from: string, to = from): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
