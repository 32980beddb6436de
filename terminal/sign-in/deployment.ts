import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const outputsSchema = v.object({
  ApiUrl: v.string(),
  LiveUrl: v.string(),
  Issuer: v.string(),
  ClientId: v.string(),
  UserPoolId: v.optional(v.string()),
  StepsQueueUrl: v.string(),
  ParkedMessagesQueueUrl: v.string(),
});

const localSchema = v.object({
  tokenUrl: v.string(),
  endpoint: v.string(),
  region: v.string(),
  credentials: v.object({ accessKeyId: v.string(), secretAccessKey: v.string() }),
  outputs: outputsSchema,
});

const configSchema = v.object({ apiUrl: v.string(), liveUrl: v.string() });

/** A shop that runs: its addresses, and how to call AWS about it. */
export interface Deployment {
  /** Undefined for the shop on this machine. */
  readonly stack: string | undefined;
  readonly outputs: v.InferOutput<typeof outputsSchema>;
  /** For AWS clients; empty for a stack: the credentials and region of the environment. */
  readonly aws: Partial<Pick<v.InferOutput<typeof localSchema>, 'endpoint' | 'region' | 'credentials'>>;
  /** Gives tokens to anybody; only locally. */
  readonly tokenUrl?: string;
}

/** The stack of that name, or without one the shop that `npm start` runs on `port`. Rejects with what to do. */
export async function findDeployment(stack: string | undefined, port = '3000'): Promise<Deployment> {
  if (stack === undefined) return findLocal(port);
  // The clients of AWS take longer to load than all the rest.
  const { outputsOf } = await import('./stack-outputs.ts');
  const parsed = v.safeParse(outputsSchema, await outputsOf(stack));
  if (!parsed.success) throw new Error(`the stack ${stack} is no Smart Coffee Maker: outputs are missing`);
  return { stack, outputs: parsed.output, aws: {} };
}

async function findLocal(port: string): Promise<Deployment> {
  const file = join(import.meta.dirname, '..', '..', '.cache', `cloud-${port}.json`);
  try {
    const { outputs, tokenUrl, ...aws } = v.parse(localSchema, JSON.parse(await readFile(file, 'utf8')));
    const { apiUrl, liveUrl } = await localConfig(tokenUrl);
    return { stack: undefined, outputs: { ...outputs, ApiUrl: apiUrl, LiveUrl: liveUrl }, tokenUrl, aws };
  } catch (cause) {
    const advice = 'run "npm start" first, set PORT to its port, or name a stack with --stack';
    throw new Error(`no shop runs here on port ${port}: ${advice}`, { cause });
  }
}

/** As the page gets it. Rejects when the shop was killed, which leaves its file behind. */
async function localConfig(tokenUrl: string) {
  const answer = await fetch(new URL('/config.json', tokenUrl));
  return v.parse(configSchema, await answer.json());
}
