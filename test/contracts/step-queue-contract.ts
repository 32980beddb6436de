import { beforeEach, describe, expect, it } from 'vitest';
import type { SlipRail } from '../../domain/ports.ts';
import { nextSlip } from '../../domain/steps/step-message.ts';
import { orderAtStep, queuedOrder, t0 } from '../fakes/an-order.ts';

export interface RailUnderTest {
  readonly rail: SlipRail;
  /** Slips that a worker could take now. */
  due(): Promise<readonly unknown[]>;
  /** How many slips wait for their time. */
  delayed(): Promise<number>;
}

/** What the domain relies on, of every slip rail. */
export function slipRailContract(name: string, open: () => Promise<RailUnderTest>): void {
  describe(`the slip rail ${name}`, () => {
    let under: RailUnderTest;

    beforeEach(async () => {
      under = await open();
    });

    it('hands a slip over as it was sent', async () => {
      const due = nextSlip(queuedOrder(), t0);
      await under.rail.send(due);
      expect(await under.due()).toEqual([due.slip]);
      expect(await under.delayed()).toBe(0);
    });

    it('holds a slip back until its time', async () => {
      await under.rail.send(nextSlip(orderAtStep(1), t0));
      expect(await under.due()).toEqual([]);
      expect(await under.delayed()).toBe(1);
    });

    it('takes the longest delay that a slip can have', async () => {
      const { slip } = nextSlip(queuedOrder(), t0);
      await under.rail.send({ slip, delaySeconds: 900 });
      expect(await under.delayed()).toBe(1);
    });

    it('keeps slips of the same step apart: sending again is another message', async () => {
      const due = nextSlip(queuedOrder(), t0);
      await under.rail.send(due);
      await under.rail.send(due);
      expect(await under.due()).toEqual([due.slip, due.slip]);
    });
  });
}
