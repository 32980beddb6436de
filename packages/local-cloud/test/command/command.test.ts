import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { localCloud, RunningApp } from '../apps/running-app.ts';

const worker = join(import.meta.dirname, '../apps/worker');

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'local-cloud-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function synthesizedBy({ pid }: RunningApp): Promise<string[]> {
  const names = await readdir(join(worker, 'cdk.out'));
  return names.filter((name) => name.startsWith(`local-cloud-${pid}-`));
}

async function tableOf(app: RunningApp): Promise<DynamoDBClient> {
  const env = await app.awsEnvironment();
  const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY };
  return new DynamoDBClient({ endpoint: env.AWS_ENDPOINT_URL, region: env.AWS_REGION, credentials });
}

describe('local-cloud', () => {
  it('--help tells all options, and opens nothing', async () => {
    const { code, stdout, stderr } = await localCloud(['--data', '/nowhere', '--help'], 'worker');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const option of ['app', 'out', 'port', 'data', 'parameter', 'chaos', 'seed', 'watch']) {
      expect(stdout).toMatch(new RegExp(`^ {2}--${option} `, 'm'));
    }
  });

  it('ends with 2 and one line where an option is wrong', async () => {
    expect(await localCloud(['--loud'], 'worker')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: "local-cloud: Unknown option '--loud'. See local-cloud --help\n",
    });
  });

  it.each([
    [
      'a folder without an app',
      [],
      /^local-cloud: \S+cdk\.json names no "app" to start, such as "node bin\/app\.ts"\n$/,
    ],
    [
      'an app that fails',
      ['--app', 'node no-app.ts'],
      /^local-cloud: the app does not synthesize: .*no-app\.ts.* \(node no-app\.ts tells more\)\n$/,
    ],
    [
      'a folder with nothing synthesized',
      ['--out', 'links'],
      /^local-cloud: \S+links holds nothing that a CDK app has synthesized\n$/,
    ],
  ])('ends with 1 and one line at %s', async (_, args, said) => {
    const { code, stdout, stderr } = await localCloud(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(said);
  });

  it('offers the next port where one is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await localCloud(['--port', String(port)], 'worker');
    expect(code).toBe(1);
    const [, taken, free, offered] =
      /^local-cloud: Port (\d+) is in use by another program; port (\d+) is free: add --port (\d+)\n$/.exec(
        stderr,
      ) ?? [];
    expect([Number(taken), offered]).toEqual([port, free]);
    expect(Number(free)).toBeGreaterThan(port);
  });

  it('ends with 0 after Ctrl-C, and leaves nothing in the folder of the app', async () => {
    const app = await RunningApp.open('worker');
    expect(await synthesizedBy(app)).toHaveLength(1);
    expect(await app.close()).toBe(0);
    expect(await synthesizedBy(app)).toEqual([]);
  });

  it('--out runs what was synthesized before, and --chaos says how to have the same bad day again', async () => {
    const out = await aFolder();
    const env = { ...process.env, CDK_OUTDIR: out };
    await promisify(execFile)(process.execPath, ['app.mjs'], { cwd: worker, env });
    await using app = await RunningApp.open('.', ['--out', out, '--chaos', 'mild', '--seed', '7']);
    expect(app.outputs).toHaveProperty(['Worker.JobsUrl']);
    expect(app.said()).toContain('chaos: mild; again with --chaos mild --seed 7');
  });

  it('--data keeps what is in the tables of a cloud that is killed, and the next start tidies up after it', async () => {
    const data = ['--data', join(await aFolder(), 'data')];
    const item = { id: { S: 'cat' } };
    await using killed = await RunningApp.open('worker', data);
    const TableName = killed.outputs['Worker.ResultsName'];
    await (await tableOf(killed)).send(new PutItemCommand({ TableName, Item: item }));
    await killed.kill();
    expect(await synthesizedBy(killed)).toHaveLength(1);
    await using next = await RunningApp.open('worker', data);
    expect((await (await tableOf(next)).send(new ScanCommand({ TableName }))).Items).toEqual([item]);
    expect(await synthesizedBy(killed)).toEqual([]);
  });
});
