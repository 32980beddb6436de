import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished, vi } from 'vitest';
import type { FakeUserPool } from './fake-cognito.ts';

/** By name, their outputs. */
type Stacks = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Answer = readonly [status: number, body: string];

/** What of CloudFormation and Cognito the commands use, in the place of AWS for the length of a test. */
export async function fakeAws(stacks: Stacks, pool: FakeUserPool): Promise<void> {
  const server = createServer(async (req, res) => {
    const body = await text(req);
    const [, action] = String(req.headers['x-amz-target'] ?? '').split('.');
    const [status, answer] =
      action === undefined
        ? describeStack(stacks, new URLSearchParams(body).get('StackName') ?? '')
        : await answerCognito(pool, action, JSON.parse(body));
    res.writeHead(status).end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  stubEnvironment({
    AWS_ENDPOINT_URL_CLOUDFORMATION: url,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: url,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'eu-central-1',
  });
}

/** For the length of a test: the SDK reads no other. */
export function stubEnvironment(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

function describeStack(stacks: Stacks, name: string): Answer {
  const outputs = stacks[name];
  if (!outputs) {
    const error = `<Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message>`;
    return [400, `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`];
  }
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack = `<StackName>${name}</StackName><Outputs>${members.join('')}</Outputs>`;
  const result = `<DescribeStacksResult><Stacks><member>${stack}</member></Stacks></DescribeStacksResult>`;
  return [200, `<DescribeStacksResponse>${result}</DescribeStacksResponse>`];
}

async function answerCognito(
  pool: FakeUserPool,
  action: string,
  input: Record<string, unknown>,
): Promise<Answer> {
  try {
    return [200, JSON.stringify(await pool.actions[action]?.(input))];
  } catch (error) {
    const __type = typeof error === 'string' ? error : 'InvalidParameterException';
    return [400, JSON.stringify({ __type, message: String(error) })];
  }
}
