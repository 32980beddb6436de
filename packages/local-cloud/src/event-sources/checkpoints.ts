/** How far each shard of a stream was handled, kept as long as the data of the local cloud. */
export interface Checkpoints {
  get(shardId: string): string | undefined | Promise<string | undefined>;
  set(shardId: string, sequenceNumber: string): void | Promise<void>;
}
