import type { Decisions } from './decisions.ts';
import type { Faults } from './faults.ts';
import type { Gateway } from './platform/gateway.ts';
import type { MessageQueue } from './platform/message-queue.ts';
import type { OrderTable } from './platform/order-table.ts';
import type { Promises } from './promises/promises.ts';
import type { Verdict } from './promises/verdict.ts';
import type { Story } from './story.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What every part of a history has in common: time, chance, what goes wrong, what was seen and what it means. */
export interface World {
  readonly time: VirtualTime;
  readonly decisions: Decisions;
  readonly faults: Faults;
  readonly story: Story;
  readonly verdict: Verdict;
}

/** The platform on top of it. */
export interface Shop extends World {
  readonly promises: Promises;
  readonly table: OrderTable;
  readonly queue: MessageQueue;
  readonly deadLetters: MessageQueue;
  readonly gateway: Gateway;
}
