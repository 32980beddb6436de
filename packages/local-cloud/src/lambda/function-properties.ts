import * as v from 'valibot';

const logLevel = v.picklist(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']);

const assetCode = v.strictObject({
  S3Bucket: v.string(), // no effect: assets are read from cdk.out
  S3Key: v.string(),
});
const inlineCode = v.strictObject({ ZipFile: v.string() });

/** What the local cloud honours of AWS::Lambda::Function, with Lambda's defaults. */
export const functionProperties = v.strictObject({
  Architectures: v.optional(v.array(v.string())), // no effect: this machine's
  Code: v.lazy((code) => (Object.hasOwn(Object(code), 'ZipFile') ? inlineCode : assetCode)),
  Description: v.optional(v.string()), // no effect: prose
  Environment: v.optional(
    v.strictObject({ Variables: v.optional(v.record(v.string(), v.string()), {}) }),
    {},
  ),
  FunctionName: v.optional(v.string()),
  Handler: v.pipe(v.string(), v.regex(/^(?!.*\.\.)[\w./-]+\.\w+$/, 'Handler must be file.export')),
  LoggingConfig: v.optional(
    v.strictObject({
      ApplicationLogLevel: v.optional(logLevel, 'INFO'),
      LogFormat: v.optional(v.picklist(['Text', 'JSON']), 'Text'),
      LogGroup: v.optional(v.string()),
      SystemLogLevel: v.optional(logLevel), // no effect: platform lines are always at debug
    }),
    {},
  ),
  MemorySize: v.optional(v.number(), 128), // MB
  RecursiveLoop: v.optional(v.picklist(['Allow', 'Terminate']), 'Terminate'),
  ReservedConcurrentExecutions: v.optional(v.number()),
  Role: v.string(),
  Runtime: v.picklist(['nodejs20.x', 'nodejs22.x', 'nodejs24.x']), // the Node at hand runs all of them
  Tags: v.optional(v.array(v.unknown())), // no effect: labels
  Timeout: v.optional(v.number(), 3), // seconds
  TracingConfig: v.optional(v.unknown()), // no effect: tracing
});

export type FunctionProperties = v.InferOutput<typeof functionProperties>;
