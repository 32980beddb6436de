import { styleText } from 'node:util';
import type { PublicOrder } from '../client/index.ts';
import { progressAt } from '../web/brewing.ts';
import { paintStatus } from './paint-status.ts';
import { remark } from './remark.ts';
import type { Output } from './terminal.ts';

export interface BarLineOptions {
  readonly label: string;
  /** Milliseconds, by the clock of the shop. */
  readonly now: number;
  readonly output: Output;
}

const usualColumns = 80;
const widestBar = 40;
/** What label, status and time take, at the most. */
const besides = 46;

/** `latte 3  ██████████░░░░░  steaming   9 s left` */
export function barLine(order: PublicOrder, { label, now, output }: BarLineOptions): string {
  const columns = output.columns ?? usualColumns;
  const width = Math.max(5, Math.min(widestBar, columns - besides));
  const full = Math.floor(progressAt(order, now) * width);
  const bar = styleText('cyan', '█'.repeat(full), { stream: output }) + dim('░'.repeat(width - full), output);
  return [label, bar, paintStatus(order.status, output), dim(remark(order, now), output)].join('  ');
}

function dim(text: string, stream: Output): string {
  return styleText('dim', text, { stream });
}
