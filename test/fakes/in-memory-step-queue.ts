import type { SlipRail } from '../../domain/ports.ts';
import type { DueSlip } from '../../domain/steps/step-message.ts';

export class InMemorySlipRail implements SlipRail {
  readonly sent: DueSlip[] = [];

  send(due: DueSlip): Promise<void> {
    this.sent.push(due);
    return Promise.resolve();
  }
}
