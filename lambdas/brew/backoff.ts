/** With five receives in all, an outage of some minutes costs patience and no orders. */
const baseSeconds = 2;
const growth = 4;
const maxSeconds = 120;

/**
 * Exponential backoff with full jitter, in whole seconds: up to 2, 8, 32, 120.
 * @param receives how often the message has been received, from 1
 * @param random 0 to 1
 */
export function backoffSeconds(receives: number, random: number): number {
  return Math.round(random * Math.min(maxSeconds, baseSeconds * growth ** (receives - 1)));
}
