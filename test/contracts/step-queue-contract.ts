import { beforeEach, describe, expect, it } from 'vitest';
import type { StepQueue } from '../../domain/ports.ts';
import { nextMessage } from '../../domain/steps/step-message.ts';
import { orderAtStep, queuedOrder, t0 } from '../fakes/an-order.ts';

export interface QueueUnderTest {
  readonly rail: StepQueue;
  /** Messages that a worker could take now. */
  due(): Promise<readonly unknown[]>;
  /** How many messages wait for their time. */
  delayed(): Promise<number>;
}

/** What the domain relies on, of every step queue. */
export function stepQueueContract(name: string, open: () => Promise<QueueUnderTest>): void {
  describe(`the step queue ${name}`, () => {
    let under: QueueUnderTest;

    beforeEach(async () => {
      under = await open();
    });

    it('hands a message over as it was sent', async () => {
      const due = nextMessage(queuedOrder(), t0);
      await under.rail.send(due);
      expect(await under.due()).toEqual([due.message]);
      expect(await under.delayed()).toBe(0);
    });

    it('holds a message back until its time', async () => {
      await under.rail.send(nextMessage(orderAtStep(1), t0));
      expect(await under.due()).toEqual([]);
      expect(await under.delayed()).toBe(1);
    });

    it('takes the longest delay that a message can have', async () => {
      const { message } = nextMessage(queuedOrder(), t0);
      await under.rail.send({ message, delaySeconds: 900 });
      expect(await under.delayed()).toBe(1);
    });

    it('keeps messages of the same step apart: sending again is another message', async () => {
      const due = nextMessage(queuedOrder(), t0);
      await under.rail.send(due);
      await under.rail.send(due);
      expect(await under.due()).toEqual([due.message, due.message]);
    });
  });
}
