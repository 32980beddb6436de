import type { CallFault } from './fault.ts';

/** DynamoDB Streams: the shard seems to have no new records. */
export const stall: CallFault = ({ body }) =>
  Promise.resolve({ status: 200, body: { Records: [], NextShardIterator: body.ShardIterator } });
