import type { SlipRail } from '../../../domain/ports.ts';
import type { Shop } from '../world.ts';
import type { Process } from './process.ts';

/** A process's way to the queue of slips. */
export function slipRail({ slips, promises }: Shop, process: Process): SlipRail {
  return {
    send(due) {
      // A worker's slip replaces the one that it holds.
      let isReplacement = process.kind === 'brewer' || process.kind === 'undertaker';
      const effect = () => {
        if (!isReplacement) promises.slips.onRepeated(due.slip);
        isReplacement = false;
        process.hasWritten = true;
        slips.send(due);
      };
      return process.call(
        'send',
        effect,
        () => `slip ${due.slip.step} of ${due.slip.orderId}, in ${due.delaySeconds} s`,
      );
    },
  };
}
