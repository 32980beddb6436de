export interface TokenBucket {
  /** Takes one token if there is one. */
  take(): boolean;
}

/**
 * API Gateway's throttle.
 *
 * @param rate tokens a second
 * @param burst how many tokens the bucket holds; it starts full
 */
export function createTokenBucket(
  { rate, burst }: { rate: number; burst: number },
  now = () => performance.now(),
): TokenBucket {
  let tokens = burst;
  let filledAt = now();
  return {
    take() {
      const at = now();
      tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * rate);
      filledAt = at;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
