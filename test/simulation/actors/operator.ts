import type { Slip } from '../../../domain/steps/step-message.ts';
import { alternatives, pick } from '../alternatives.ts';
import type { Shop } from '../world.ts';

const answers = alternatives([2, undefined], [1, 20_000], [1, 1_200_000]);

/** `npm run redrive`: somebody may have a slip brewed again that was given up. */
export function tellOperator({ decisions, promises, slips, story, time }: Shop, slip: Slip): void {
  const afterMs = pick(decisions, `operator about ${slip.orderId}`, 'redrives after', answers);
  if (afterMs === undefined) return;
  time.after(afterMs, () => {
    story.tell('operator', () => `sends slip ${slip.step} of ${slip.orderId} again`);
    promises.redriven.add(slip.orderId);
    promises.slips.onRepeated(slip);
    slips.send({ slip: { ...slip, hops: 0, again: true }, delaySeconds: 0 });
  });
}
