const baseSeconds = 2;
const maxSeconds = 120;

/**
 * Exponential backoff with full jitter, in whole seconds: 0 to 2, 4, 8, … 120.
 * @param receives how often the message has been received, from 1
 * @param random 0 to 1
 */
export function backoffSeconds(receives: number, random: number): number {
  return Math.round(random * Math.min(maxSeconds, baseSeconds * 2 ** (receives - 1)));
}
