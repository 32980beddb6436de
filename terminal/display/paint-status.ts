import { styleText } from 'node:util';
import type { PublicOrder } from '../../coffee/client/index.ts';
import type { Output } from '../terminal.ts';

/** The longest is `cancelled`. */
const width = 9;

const colours: Partial<Record<PublicOrder['status'], 'green' | 'red' | 'yellow' | 'dim'>> = {
  queued: 'dim',
  ready: 'green',
  failed: 'red',
  cancelled: 'yellow',
};

/** A status, as wide as all others, coloured where colours are seen. */
export function paintStatus(status: PublicOrder['status'], stream: Output): string {
  return styleText(colours[status] ?? 'cyan', status.padEnd(width), { stream });
}
