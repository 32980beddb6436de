import { startDataPlane } from '../../packages/local-cloud/test/endpoint/data-plane.ts';
import { skipLoudly } from '../tools/tools.ts';
import { type DynamoDb, startAwsDynamoDb } from './aws-dynamodb.ts';
import { template } from './tables.ts';

export interface Target extends DynamoDb {
  readonly name: string;
}

export interface Targets {
  /** The local cloud's own. */
  readonly local: Target;
  /** AWS's DynamoDB Local, where there is a Java to run it. */
  readonly aws: Target | undefined;
}

export async function openTargets(): Promise<Targets> {
  const aws = await startAwsDynamoDb();
  if (aws === 'no-java') sayThatJavaIsMissing();
  if (aws === 'no-tools') skipLoudly('nothing was compared with DynamoDB Local');
  return {
    local: await openLocalCloud(),
    aws: typeof aws === 'string' ? undefined : { name: 'DynamoDB Local', ...aws },
  };
}

async function openLocalCloud(): Promise<Target> {
  const plane = await startDataPlane({ template });
  const { dynamodb, streams } = plane.clientsOf('root');
  return { name: 'the local cloud', dynamodb, streams, close: plane.close };
}

function sayThatJavaIsMissing(): void {
  process.stderr.write(
    '\nSKIPPED: nothing was compared with DynamoDB Local, for want of a Java Development Kit (17 or later).\n\n',
  );
}
