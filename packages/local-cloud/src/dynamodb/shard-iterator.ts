/** A place in a shard. AWS's iterators are opaque too. */
export interface ShardPosition {
  readonly streamArn: string;
  readonly shardId: string;
  /** The sequence number of the last record passed; empty for "from the oldest kept". */
  readonly after: string;
}

/** AWS's iterators live for 15 minutes. */
const lifetimeMs = 15 * 60 * 1000;

export function writeIterator({ streamArn, shardId, after }: ShardPosition): string {
  return Buffer.from(JSON.stringify([streamArn, shardId, after, Date.now()])).toString('base64url');
}

/** The position that an iterator stands for. */
export function readIterator(iterator: unknown): ShardPosition | 'invalid' | 'expired' {
  const parts = parse(String(iterator));
  if (!Array.isArray(parts) || parts.length !== 4) return 'invalid';
  const [streamArn, shardId, after, issuedAt] = parts;
  if (Date.now() - Number(issuedAt) > lifetimeMs) return 'expired';
  return { streamArn: String(streamArn), shardId: String(shardId), after: String(after) };
}

function parse(iterator: string): unknown {
  try {
    return JSON.parse(Buffer.from(iterator, 'base64url').toString());
  } catch {
    return undefined;
  }
}
