const firstMs = 500;

/** Milliseconds before attempt number `attempt` (from 1): full jitter under a bound that doubles from half a second. */
export function backoffMs(attempt: number, capMs: number, random: () => number): number {
  return random() * Math.min(capMs, firstMs * 2 ** (attempt - 1));
}
