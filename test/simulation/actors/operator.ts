import type { StepMessage } from '../../../domain/steps/step-message.ts';
import { alternatives, pick } from '../alternatives.ts';
import type { Shop } from '../world.ts';

const answers = alternatives([2, undefined], [1, 20_000], [1, 1_200_000]);

/** `npm run redrive`: somebody may have a message handled again that was given up. */
export function tellOperator({ decisions, promises, queue, story, time }: Shop, message: StepMessage): void {
  const afterMs = pick(decisions, `operator about ${message.orderId}`, 'redrives after', answers);
  if (afterMs === undefined) return;
  time.after(afterMs, () => {
    story.tell('operator', () => `sends message ${message.step} of ${message.orderId} again`);
    promises.redriven.add(message.orderId);
    promises.queue.onRepeated(message);
    queue.send({ message: { ...message, requeues: 0, redrive: true }, delaySeconds: 0 });
  });
}
