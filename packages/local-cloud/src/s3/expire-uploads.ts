import * as v from 'valibot';
import type { Fauxqs } from '../sqs/fauxqs.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';

const lifecycle = v.object({
  LifecycleConfiguration: v.optional(
    v.object({
      Rules: v.array(
        v.object({
          Status: v.string(),
          Prefix: v.optional(v.string(), ''),
          AbortIncompleteMultipartUpload: v.optional(v.object({ DaysAfterInitiation: v.number() })),
        }),
      ),
    }),
    { Rules: [] },
  ),
});

const day = 24 * 60 * 60 * 1000;

/**
 * Forgets uploads that were begun so many days ago and not completed, as lifecycle rules of their buckets say.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html
 */
export function expireUploads(
  buckets: readonly ResolvedResource[],
  fauxqs: Pick<Fauxqs, 'buckets' | 'uploads'>,
  now = Date.now(),
): void {
  for (const { ref, properties } of buckets) {
    const { Rules } = v.parse(lifecycle, properties).LifecycleConfiguration;
    for (const { Status, Prefix, AbortIncompleteMultipartUpload: rule } of Rules) {
      if (Status !== 'Enabled' || !rule) continue;
      const isOver = ({ bucket, key, initiated }: Upload) =>
        bucket === ref &&
        key.startsWith(Prefix) &&
        now - initiated.getTime() >= rule.DaysAfterInitiation * day;
      for (const { uploadId } of fauxqs.uploads().filter(isOver))
        fauxqs.buckets.abortMultipartUpload(uploadId);
    }
  }
}

type Upload = ReturnType<Fauxqs['uploads']>[number];
