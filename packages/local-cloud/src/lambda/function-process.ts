import { type ChildProcess, fork } from 'node:child_process';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LogLine } from './log-entry.ts';
import type { FailureMessage, InvocationMessage, ProcessMessage } from './process-messages.ts';

// In JavaScript where the package was built, in TypeScript among its sources.
const bootstrap = join(import.meta.dirname, `bootstrap${extname(import.meta.filename)}`);
const compileCache = join(process.cwd(), 'node_modules', '.cache', 'local-cloud');

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const maximumInitMilliseconds = 10_000;

export type ProcessResult = { type: 'returned'; payload: string } | Omit<FailureMessage, 'fatal'>;

export interface ProcessOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** MB. */
  readonly memory: number;
  log(line: LogLine): void;
}

/** One execution environment of a function: handles one invocation at a time. */
export interface FunctionProcess {
  readonly pid: number | undefined;
  /** False as soon as it is known to be ending. */
  readonly usable: boolean;
  readonly initialised: Promise<void>;
  readonly ended: Promise<void>;
  /** Never rejects. `deadline` is made from `timeout` (milliseconds) when the handler starts, so init is not counted. */
  run(invocation: Omit<InvocationMessage, 'deadline'>, timeout: number): Promise<ProcessResult>;
  kill(): void;
  /** Stops the process for so long, as a machine that is short of everything does. */
  freeze(milliseconds: number): void;
}

export function startFunctionProcess({ environment, memory, log }: ProcessOptions): FunctionProcess {
  const child = fork(bootstrap, {
    env: { ...environment, NODE_COMPILE_CACHE: compileCache },
    // Lambda's runtime leaves the heap nine tenths of the memory.
    execArgv: [`--max-old-space-size=${Math.floor(memory * 0.9)}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let usable = true;
  let requestId = '';
  let failedInit: FailureMessage | undefined;
  let settle: (result: ProcessResult) => void = () => {};
  const { promise: initialised, resolve: setInitialised } = Promise.withResolvers<void>();

  function end(failure: FailureMessage): void {
    usable = false;
    failedInit ??= failure;
    setInitialised();
    settle(failure);
  }

  function kill(): void {
    usable = false;
    child.kill('SIGKILL');
  }

  function receive(message: ProcessMessage): void {
    if (message.type === 'log') log(message.line);
    else if (message.type === 'ready') setInitialised();
    else if (message.type === 'failed' && message.fatal) end(message);
    else settle(message);
  }

  function killAfter(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      end(timedOut(requestId, milliseconds));
      kill();
    }, milliseconds);
  }

  const initTimer = killAfter(maximumInitMilliseconds);
  void initialised.then(() => clearTimeout(initTimer));
  child.on('message', receive);
  child.on('error', (error) => end({ ...exited('', null, null), errorMessage: error.message }));
  logRawOutput(child, log);
  const ended = afterEnd(child).then(() => end(exited(requestId, child.exitCode, child.signalCode)));

  return {
    pid: child.pid,
    get usable() {
      return usable;
    },
    initialised,
    ended,
    kill,
    freeze(milliseconds) {
      child.kill('SIGSTOP');
      setTimeout(() => child.kill('SIGCONT'), milliseconds);
    },
    async run(invocation, timeout) {
      requestId = invocation.requestId;
      await initialised;
      if (failedInit) return failedInit;
      const { promise, resolve } = Promise.withResolvers<ProcessResult>();
      settle = resolve;
      const timer = killAfter(timeout);
      // A failed send means that the process has ended, which settles this by itself.
      child.send({ ...invocation, deadline: Date.now() + timeout }, () => {});
      return promise.finally(() => clearTimeout(timer));
    },
  };
}

// 'exit' alone may come before the last messages were read.
async function afterEnd(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  const disconnected = new Promise((resolve) => child.once('disconnect', resolve));
  await Promise.all([closed, disconnected]);
}

function logRawOutput(child: ChildProcess, log: (line: LogLine) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (message) =>
      log({ timestamp: new Date().toISOString(), level: 'INFO', message }),
    );
  }
}

function timedOut(requestId: string, milliseconds: number): FailureMessage {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${(milliseconds / 1000).toFixed(2)} seconds`;
  return { type: 'failed', errorType: 'Sandbox.Timedout', errorMessage, fatal: true };
}

function exited(requestId: string, code: number | null, signal: string | null): FailureMessage {
  const status = signal === 'SIGKILL' ? 'signal: killed' : `exit status ${code ?? signal}`;
  const how = code === 0 ? 'exited without providing a reason' : `exited with error: ${status}`;
  const errorMessage = `RequestId: ${requestId} Error: Runtime ${how}`;
  return { type: 'failed', errorType: 'Runtime.ExitError', errorMessage, fatal: true };
}
