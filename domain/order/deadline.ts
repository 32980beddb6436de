import type { Step } from '../steps/step.ts';

/**
 * What an order may take beyond its recipe before the sweeper looks at it: five deliveries of a message,
 * each hidden for the queue's visibility timeout (about 3 minutes), and a backlog of some minutes.
 */
const graceMs = 30 * 60 * 1000;

/** Whole milliseconds: half as long again as the recipe, and the grace. */
export function deadlineFor(steps: readonly Step[], now: number): number {
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  return now + Math.ceil(seconds * 1500) + graceMs;
}
