import type { StepQueue } from '../../../domain/ports.ts';
import type { Shop } from '../world.ts';
import type { Process } from './process.ts';

/** A process's way to the queue of messages. */
export function stepQueue({ queue, promises }: Shop, process: Process): StepQueue {
  return {
    send(due) {
      // A worker's message replaces the one that it holds.
      let isReplacement = process.kind === 'worker' || process.kind === 'dead-letter worker';
      const effect = () => {
        if (!isReplacement) promises.queue.onRepeated(due.message);
        isReplacement = false;
        process.hasWritten = true;
        queue.send(due);
      };
      return process.call(
        'send',
        effect,
        () => `message ${due.message.step} of ${due.message.orderId}, in ${due.delaySeconds} s`,
      );
    },
  };
}
