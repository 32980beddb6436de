/** What runs in each process of a function: Lambda's Node.js runtime, speaking IPC instead of the Runtime API. */
import { flushCompileCache } from 'node:module';
import { captureConsole } from './capture-console.ts';
import { type Handler, loadHandler } from './load-handler.ts';
import type { FailureMessage, InvocationMessage, ProcessMessage } from './process-messages.ts';
import { RuntimeError } from './runtime-error.ts';

/** Bytes of a synchronous response: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maximumResponse = 6_291_556;

const environment = process.env as Record<string, string>;
let requestId: string | undefined;

// The parent uses it to start this file quickly; the function shall not see it.
delete process.env.NODE_COMPILE_CACHE;
// The parent is gone, however it ended.
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole process group; the parent closes its functions in order.
process.on('SIGINT', () => {});
process.on('uncaughtException', (error) => crash(error, 129));
process.on('unhandledRejection', (reason) =>
  crash(new RuntimeError('Runtime.UnhandledPromiseRejection', String(reason)), 128),
);

captureConsole({
  format: environment.AWS_LAMBDA_LOG_FORMAT,
  level: environment.AWS_LAMBDA_LOG_LEVEL,
  requestId: () => requestId,
  deliver: (line) => send({ type: 'log', line }),
});
await initialise();

async function initialise(): Promise<void> {
  try {
    const { LAMBDA_TASK_ROOT = '', _HANDLER = '', AWS_EXECUTION_ENV } = environment;
    const handler = await loadHandler(LAMBDA_TASK_ROOT, _HANDLER, AWS_EXECUTION_ENV);
    process.on('message', (invocation: InvocationMessage) => void run(handler, invocation));
    send({ type: 'ready' });
    // Processes of a function are mostly killed, and Node would write its cache only at an orderly exit.
    flushCompileCache();
  } catch (error) {
    crash(error, 1);
  }
}

async function run(handler: Handler, invocation: InvocationMessage): Promise<void> {
  requestId = invocation.requestId;
  process.env._X_AMZN_TRACE_ID = invocation.traceHeader;
  try {
    const payload = await handler(JSON.parse(invocation.event), contextOf(invocation));
    send(responseOf(payload));
  } catch (error) {
    console.error(asError(error));
    send(failure(error, false));
  }
}

function responseOf(result: unknown): ProcessMessage {
  const payload = stringify(result);
  const bytes = Buffer.byteLength(payload);
  if (bytes <= maximumResponse) return { type: 'returned', payload };
  throw new RuntimeError(
    'Function.ResponseSizeTooLarge',
    `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${maximumResponse} bytes).`,
  );
}

function stringify(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

function contextOf({ requestId, functionArn, deadline }: InvocationMessage) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: functionArn,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

function crash(error: unknown, exitCode: number): void {
  console.error(asError(error));
  send(failure(error, true));
  process.exit(exitCode);
}

function failure(error: unknown, fatal: boolean): FailureMessage {
  return error instanceof Error
    ? { type: 'failed', errorType: error.name, errorMessage: error.message, fatal }
    : { type: 'failed', errorType: typeof error, errorMessage: String(error), fatal };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function send(message: ProcessMessage): void {
  process.send?.(message);
}
