import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';

/** All records of a table's stream, shard by shard. */
export async function readStream(client: DynamoDBStreamsClient, TableName: string): Promise<StreamRecord[]> {
  const { Streams } = await client.send(new ListStreamsCommand({ TableName }));
  const StreamArn = Streams?.[0]?.StreamArn;
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }));
  const shards = (StreamDescription?.Shards ?? []).map(async ({ ShardId }) => {
    const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    const { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
    return readFrom(client, ShardIterator);
  });
  return (await Promise.all(shards)).flat();
}

async function readFrom(client: DynamoDBStreamsClient, from: string | undefined): Promise<StreamRecord[]> {
  const { Records = [], NextShardIterator } = await client.send(
    new GetRecordsCommand({ ShardIterator: from }),
  );
  return Records.length === 0 ? [] : [...Records, ...(await readFrom(client, NextShardIterator))];
}
