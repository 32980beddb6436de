import { styleText } from 'node:util';
import type { PublicOrder } from '../../coffee/client/index.ts';
import { progressAt } from '../../web/brewing.ts';
import type { Output } from '../terminal.ts';
import { paintStatus } from './paint-status.ts';
import { remark } from './remark.ts';

export interface BarLineOptions {
  readonly label: string;
  /** Milliseconds, by the clock of the shop. */
  readonly now: number;
  readonly output: Output;
}

const usualColumns = 80;
const [narrowestBar, widestBar] = [5, 40];
/** What label, status and time take, at the most. */
const besides = 46;

/** `latte 3  ██████████░░░░░  steaming   9 s left`; without the bar where there is no room for one. */
export function barLine(order: PublicOrder, { label, now, output }: BarLineOptions): string {
  const width = Math.min(widestBar, (output.columns ?? usualColumns) - besides);
  const bar = width < narrowestBar ? [] : [barOf(width, progressAt(order, now), output)];
  return [label, ...bar, paintStatus(order.status, output), dim(remark(order, now), output)].join('  ');
}

function barOf(width: number, progress: number, stream: Output): string {
  const full = Math.floor(progress * width);
  return styleText('cyan', '█'.repeat(full), { stream }) + dim('░'.repeat(width - full), stream);
}

function dim(text: string, stream: Output): string {
  return styleText('dim', text, { stream });
}
