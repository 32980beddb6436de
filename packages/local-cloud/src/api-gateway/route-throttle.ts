import type { StageProperties } from './properties.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

/** A bucket for each route of a stage; the account's own limit (10,000 a second) is not kept locally. */
export function createRouteThrottle(stage: StageProperties): { admits(routeKey: string): boolean } {
  const buckets = new Map<string, TokenBucket>();
  return {
    admits(routeKey) {
      const bucket = buckets.get(routeKey) ?? bucketFor(stage, routeKey);
      buckets.set(routeKey, bucket);
      return bucket.take();
    },
  };
}

function bucketFor(stage: StageProperties, routeKey: string): TokenBucket {
  const settings = { ...stage.DefaultRouteSettings, ...stage.RouteSettings?.[routeKey] };
  return createTokenBucket({
    rate: settings.ThrottlingRateLimit ?? Number.POSITIVE_INFINITY,
    burst: settings.ThrottlingBurstLimit ?? Number.POSITIVE_INFINITY,
  });
}
