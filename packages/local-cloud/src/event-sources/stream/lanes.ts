import { createHash } from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';

/**
 * Splits a batch into at most so many lanes that may run at the same time: the records of one item (by its whole
 * key) stay in one lane and in order.
 */
export function splitIntoLanes(records: readonly DynamoDBRecord[], count: number): DynamoDBRecord[][] {
  const lanes = Array.from({ length: count }, (): DynamoDBRecord[] => []);
  for (const record of records) lanes[laneOf(record, count)]?.push(record);
  return lanes.filter((lane) => lane.length > 0);
}

function laneOf({ dynamodb }: DynamoDBRecord, count: number): number {
  const key = Object.entries(dynamodb?.Keys ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(key)).digest().readUInt32BE() % count;
}
