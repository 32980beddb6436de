import type { HearingPromises } from './hearing-promises.ts';
import type { LeasePromises } from './lease-promises.ts';
import type { MessagePromises } from './message-promises.ts';

/** What is remembered of a history to hold it against the promises. */
export interface Promises {
  readonly leases: LeasePromises;
  readonly queue: MessagePromises;
  readonly hearing: HearingPromises;
  /** Orders whose work said that they cannot be made. */
  readonly impossible: Set<string>;
  /** Orders whose message an operator sent again. */
  readonly redriven: Set<string>;
}
