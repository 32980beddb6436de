import { startDataPlane } from '../local/endpoint/data-plane.ts';
import { type DynamoDb, startAwsDynamoDb } from './aws-dynamodb.ts';
import { template } from './tables.ts';

export interface Target extends DynamoDb {
  readonly name: string;
}

/** The local cloud's DynamoDB, and AWS's own DynamoDB Local where there is a Java to run it. */
export async function openTargets(): Promise<readonly Target[]> {
  const aws = await startAwsDynamoDb();
  if (aws === 'no-java') skipLoudly();
  return [await openLocalCloud(), ...(aws === 'no-java' ? [] : [{ name: 'DynamoDB Local', ...aws }])];
}

async function openLocalCloud(): Promise<Target> {
  const plane = await startDataPlane({ template });
  const { dynamodb, streams } = plane.clientsOf('root');
  return { name: 'the local cloud', dynamodb, streams, close: plane.close };
}

function skipLoudly(): void {
  process.stderr.write(
    '\nSKIPPED: nothing was compared with DynamoDB Local, for want of a Java Development Kit (17 or later).\n\n',
  );
}
