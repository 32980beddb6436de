import type { Publication } from './publication.ts';

const fiveMinutes = 5 * 60_000;

/**
 * Whether a FIFO topic has had the message within five minutes.
 * https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html
 */
export function createDeduplication(scope: 'Topic' | 'MessageGroup'): (publication: Publication) => boolean {
  const seen = new Map<string, number>();
  return ({ groupId, deduplicationId }) => {
    const now = Date.now();
    for (const [key, at] of seen) {
      if (now - at < fiveMinutes) break; // the oldest come first
      seen.delete(key);
    }
    const key = JSON.stringify([scope === 'MessageGroup' ? groupId : '', deduplicationId]);
    if (seen.has(key)) return true;
    seen.set(key, now);
    return false;
  };
}
