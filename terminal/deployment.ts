import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as v from 'valibot';

const outputsSchema = v.object({
  ApiUrl: v.string(),
  LiveUrl: v.string(),
  Issuer: v.string(),
  ClientId: v.string(),
  UserPoolId: v.optional(v.string()),
  SlipsQueueUrl: v.string(),
  LostSlipsQueueUrl: v.string(),
});

const localSchema = v.object({
  tokenUrl: v.string(),
  endpoint: v.string(),
  region: v.string(),
  credentials: v.object({ accessKeyId: v.string(), secretAccessKey: v.string() }),
  outputs: outputsSchema,
});

/** A shop that runs: its addresses, and how to call AWS about it. */
export interface Deployment {
  readonly outputs: v.InferOutput<typeof outputsSchema>;
  /** For AWS clients; empty for a stack: the credentials and region of the environment. */
  readonly aws: Partial<Pick<v.InferOutput<typeof localSchema>, 'endpoint' | 'region' | 'credentials'>>;
  /** Gives tokens to anybody; only locally. */
  readonly tokenUrl?: string;
}

/** The stack of that name, or without one the shop that `npm start` runs on `port`. Rejects with what to do. */
export function findDeployment(stack: string | undefined, port: string): Promise<Deployment> {
  return stack === undefined ? findLocal(port) : findStack(stack);
}

async function findLocal(port: string): Promise<Deployment> {
  const file = join(import.meta.dirname, '..', '.cache', `cloud-${port}.json`);
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`no shop runs here on port ${port}: run "npm start" first, or name a stack with --stack`);
  });
  const { outputs, tokenUrl, ...aws } = v.parse(localSchema, JSON.parse(text));
  return { outputs, tokenUrl, aws };
}

async function findStack(name: string): Promise<Deployment> {
  const { Stacks } = await new CloudFormationClient({}).send(new DescribeStacksCommand({ StackName: name }));
  const found = Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map((o) => [o.OutputKey, o.OutputValue]));
  const parsed = v.safeParse(outputsSchema, found);
  if (!parsed.success) throw new Error(`the stack ${name} is no Smart Coffee Maker: outputs are missing`);
  return { outputs: parsed.output, aws: {} };
}
