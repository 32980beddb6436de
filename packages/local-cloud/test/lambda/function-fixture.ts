import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  createFunction,
  type FunctionOptions,
  type LocalFunction,
} from '../../src/lambda/create-function.ts';
import type { LogEntry } from '../../src/lambda/log-entry.ts';

export interface TestFunction extends LocalFunction {
  readonly codeDirectory: string;
  /** What the function logged, without the platform's reports. */
  readonly logged: LogEntry[];
}

/** Resolved properties as CDK synthesizes them. */
export const functionProperties = {
  Architectures: ['arm64'],
  Code: { S3Bucket: 'assets', S3Key: 'hash.zip' },
  Environment: { Variables: { RECIPE: 'large' } },
  Handler: 'index.handler',
  LoggingConfig: { ApplicationLogLevel: 'INFO', LogFormat: 'JSON', LogGroup: 'WorkLogs' },
  MemorySize: 128,
  Role: 'arn:aws:iam::000000000000:role/work',
  Runtime: 'nodejs24.x',
  Timeout: 10,
};

/** A function whose index.mjs is `source`; closed and deleted after the test. */
export function testFunction(
  source: string,
  properties: Record<string, unknown> = {},
  options: Partial<FunctionOptions> = {},
): TestFunction {
  const codeDirectory = mkdtempSync(join(tmpdir(), 'app-function-'));
  writeFileSync(join(codeDirectory, 'index.mjs'), source);
  const logged: LogEntry[] = [];
  const fn = createFunction({
    logicalId: 'WorkFunction0A1B2C3D',
    name: 'app-work',
    arn: 'arn:aws:lambda:eu-west-1:000000000000:function:app-work',
    codeDirectory,
    properties: { ...functionProperties, ...properties },
    access: {
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' },
      endpoints: { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:4566' },
    },
    log: (entry) => {
      if (entry.level !== 'DEBUG') logged.push(entry);
    },
    ...options,
  });
  onTestFinished(async () => {
    await fn.close();
    rmSync(codeDirectory, { recursive: true });
  });
  return { ...fn, codeDirectory, logged };
}
