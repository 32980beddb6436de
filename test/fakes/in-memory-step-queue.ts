import type { StepQueue } from '../../domain/ports.ts';
import type { DueMessage } from '../../domain/steps/step-message.ts';

export class InMemoryStepQueue implements StepQueue {
  readonly sent: DueMessage[] = [];

  send(due: DueMessage): Promise<void> {
    this.sent.push(due);
    return Promise.resolve();
  }
}
