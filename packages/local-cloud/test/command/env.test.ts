import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInstalled, localCloud, RunningApp } from '../apps/running-app.ts';

const here = import.meta.dirname;

describe('local-cloud env', () => {
  /** No other test runs a cloud in it. */
  let folder: string;
  let app: RunningApp;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'env-'));
    await symlink(join(here, '../../../../node_modules'), join(folder, 'node_modules'), 'junction');
    app = await open();
  });
  afterAll(async () => {
    await app?.close();
    await rm(folder, { recursive: true });
  });

  function open(): Promise<RunningApp> {
    return RunningApp.open(folder, ['--app', `node ${join(here, '../apps/worker/app.mjs')}`]);
  }

  it('finds the cloud that runs in this folder, without its port', async () => {
    const { stdout } = await localCloud(['env'], folder);
    expect(stdout).toBe((await localCloud(['env', '--port', String(app.port)], 'chat')).stdout);
    expect(stdout).toMatch(/^export AWS_ENDPOINT_URL='http:\/\/127\.0\.0\.1:\d+'$/m);
  });

  it('says what else runs where it is not clear which cloud is meant, but for one that was killed', async () => {
    const other = await open();
    const { code, stdout, stderr } = await localCloud(['env'], folder);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^local-cloud: several local clouds run, on ports .*; choose one with --port\n$/);
    for (const { port } of [app, other]) expect(stderr).toMatch(new RegExp(`\\b${port} \\(${folder}\\)`));

    const env = ['env', '--port', String(other.port)];
    expect((await localCloud(env)).code).toBe(0);
    await other.kill();
    expect(await localCloud(env)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `local-cloud: no local cloud runs on port ${other.port}; start it with npx local-cloud\n`,
    });
    expect((await localCloud(['env'], folder)).code).toBe(0);
  });

  it('lets other profiles and sessions of AWS not get in the way', async () => {
    const { stdout } = await localCloud(['env'], folder);
    const script = `${stdout}\necho "[$AWS_PROFILE$AWS_SESSION_TOKEN]"`;
    const env = { ...process.env, AWS_PROFILE: 'work', AWS_SESSION_TOKEN: 'of-work' };
    expect((await promisify(execFile)('sh', ['-c', script], { env })).stdout).toBe('[]\n');
  });

  it.skipIf(!isInstalled('aws --version'))("is all that AWS's own command line tool needs", async () => {
    const { stdout: exports } = await localCloud(['env'], folder);
    async function sh(command: string): Promise<string> {
      const { stdout } = await promisify(execFile)('sh', ['-c', `${exports}\n${command}`]);
      return stdout.trim();
    }
    const jobs = await sh('aws sqs get-queue-url --queue-name resize --query QueueUrl --output text');
    expect(jobs).toBe(app.outputs['Worker.JobsUrl']);
    await sh(`aws sqs send-message --queue-url ${jobs} --message-body '{"id":"cat","pixels":0}'`);
    const dead = await sh('aws sqs get-queue-url --queue-name resize-dead --query QueueUrl --output text');
    const receive = `aws sqs receive-message --queue-url ${dead} --wait-time-seconds 20 --output json`;
    expect(JSON.parse(await sh(receive)).Messages[0].Body).toBe('{"id":"cat","pixels":0}');
    const scan = `aws dynamodb scan --table-name ${app.outputs['Worker.ResultsName']} --output json`;
    expect(JSON.parse(await sh(scan)).Items).toEqual([{ id: { S: 'cat' }, attempts: { N: '2' } }]);
  });

  it.skipIf(!isInstalled('python3 -c "import boto3"'))('is all that boto3 needs', async () => {
    const { stdout: exports } = await localCloud(['env'], folder);
    const names = "[t.name for t in boto3.resource('dynamodb').tables.all()]";
    const script = `${exports}\npython3 -c "import boto3; print(${names})"`;
    const { stdout } = await promisify(execFile)('sh', ['-c', script]);
    expect(stdout).toBe(`['${app.outputs['Worker.ResultsName']}']\n`);
  });
});
