import type { FunctionProperties } from './function-properties.ts';

/** What the functions of this local cloud call AWS with. */
export interface AwsAccess {
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Such as `{ AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:4566' }`. */
  readonly endpoints: Readonly<Record<string, string>>;
}

export interface FunctionIdentity {
  readonly name: string;
  readonly codeDirectory: string;
  readonly logStream: string;
}

/**
 * The environment of a function's process: the template's variables and what Lambda sets, nothing of ours.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function functionEnvironment(
  { name, codeDirectory, logStream }: FunctionIdentity,
  properties: FunctionProperties,
  { region, credentials, endpoints }: AwsAccess,
): Record<string, string> {
  return {
    ...properties.Environment.Variables,
    ...windowsNeeds(),
    ...endpoints,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${properties.Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: properties.LoggingConfig.LogGroup ?? `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_LOG_FORMAT: properties.LoggingConfig.LogFormat,
    AWS_LAMBDA_LOG_LEVEL: properties.LoggingConfig.ApplicationLogLevel,
    LAMBDA_TASK_ROOT: codeDirectory,
    TZ: ':UTC',
    _HANDLER: properties.Handler,
  };
}

// Node does not start on Windows without it.
function windowsNeeds(): Record<string, string> {
  const { SystemRoot } = process.env;
  return process.platform === 'win32' && SystemRoot ? { SystemRoot } : {};
}
