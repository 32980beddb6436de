import { randomBytes, randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import * as v from 'valibot';
import { type AwsAccess, functionEnvironment } from './function-environment.ts';
import { type FunctionProcess, type ProcessResult, startFunctionProcess } from './function-process.ts';
import { functionProperties } from './function-properties.ts';
import type { InvocationResult, LambdaFunction } from './lambda-function.ts';
import type { LogEntry, LogLine } from './log-entry.ts';
import { createProcessPool } from './process-pool.ts';
import { nextTrace } from './recursion.ts';

export interface FunctionOptions {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Resolved properties of the AWS::Lambda::Function. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Where the unpacked asset lies. */
  readonly codeDirectory: string;
  readonly access: AwsAccess;
  log?(entry: LogEntry): void;
  /**
   * Processes at a time on this machine; further invocations wait.
   * @default two a core, four at least
   */
  readonly maximumProcesses?: number;
}

export interface FunctionCounts {
  readonly invocations: number;
  readonly coldStarts: number;
  readonly running: number;
  /** Most invocations at a time so far. */
  readonly peak: number;
}

export interface LocalFunction extends LambdaFunction {
  /** Starts one process ahead of the first invocation; resolves when it has initialised, successfully or not. */
  warm(): Promise<void>;
  /** From now on invocations run the code of this directory; those that are under way end with the code they have. */
  reload(codeDirectory: string): void;
  /** Pids, of idle processes too. */
  processes(): number[];
  counts(): FunctionCounts;
  /** Kills the process that calls AWS with this session token; resolves when it has ended. */
  kill(session: string): Promise<void>;
  /** Stops the process that calls AWS with this session token for so long, and returns at once. */
  freeze(session: string, milliseconds: number): void;
  /** For tests: refuses every invocation from now on, or no longer. */
  throttle(active: boolean): void;
}

/** A function of the template in processes of this machine. Throws if its properties are not as the schema says. */
export function createFunction(options: FunctionOptions): LocalFunction {
  const { logicalId, name, arn, access, log = () => {} } = options;
  let { codeDirectory } = options;
  const properties = v.parse(functionProperties, options.properties);
  const reserved = properties.ReservedConcurrentExecutions ?? Number.POSITIVE_INFINITY;
  let concurrency = reserved;
  const counts = { invocations: 0, coldStarts: 0, running: 0, peak: 0 };
  const sessions = new Map<string, FunctionProcess>();
  const pool = createProcessPool(start, options.maximumProcesses ?? Math.max(4, 2 * availableParallelism()));

  function start() {
    counts.coldStarts += 1;
    const session = randomBytes(16).toString('hex');
    const identity = { name, codeDirectory, logStream: `[$LATEST]${session}` };
    const credentials = { sessionToken: session, ...access.credentials };
    const process = startFunctionProcess({
      environment: functionEnvironment(identity, properties, { ...access, credentials }),
      memory: properties.MemorySize,
      log: write,
    });
    sessions.set(session, process);
    void process.ended.then(() => sessions.delete(session));
    return process;
  }

  function write(line: LogLine): void {
    log({ source: logicalId, ...line });
  }

  async function run(event: unknown, traceHeader: string, functionArn: string): Promise<InvocationResult> {
    const requestId = randomUUID();
    const invocation = { requestId, functionArn, event: JSON.stringify(event), traceHeader };
    const process = await pool.take();
    if (!process) return { outcome: 'throttled' };
    const started = performance.now();
    const result = await process.run(invocation, properties.Timeout * 1000);
    pool.giveBack(process);
    write(report(requestId, result, performance.now() - started));
    return outcomeOf(result, requestId);
  }

  return {
    logicalId,
    arn,
    recursiveLoop: properties.RecursiveLoop,
    invoke(event, traceHeader = nextTrace(undefined, arn).trace, invokedArn = arn) {
      if (counts.running >= concurrency) return Promise.resolve({ outcome: 'throttled' });
      counts.invocations += 1;
      counts.running += 1;
      counts.peak = Math.max(counts.peak, counts.running);
      return run(event, traceHeader, invokedArn).finally(() => {
        counts.running -= 1;
      });
    },
    async warm() {
      const process = await pool.take();
      if (!process) return;
      pool.giveBack(process);
      await process.initialised;
    },
    reload(directory) {
      codeDirectory = directory;
      pool.renew();
    },
    processes: () => pool.processes().flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
    counts: () => ({ ...counts }),
    async kill(session) {
      const process = sessions.get(session);
      process?.kill();
      await process?.ended;
    },
    freeze: (session, milliseconds) => sessions.get(session)?.freeze(milliseconds),
    throttle(active) {
      concurrency = active ? 0 : reserved;
    },
    close: () => pool.close(),
  };
}

function outcomeOf(result: ProcessResult, requestId: string): InvocationResult {
  if (result.type === 'returned') return { outcome: 'returned', payload: JSON.parse(result.payload) };
  const { errorType, errorMessage } = result;
  return { outcome: 'failed', errorType, errorMessage, requestId };
}

function report(requestId: string, { type: status }: ProcessResult, milliseconds: number): LogLine {
  const message = { type: 'platform.report', status, durationMs: Math.round(milliseconds) };
  return { timestamp: new Date().toISOString(), level: 'DEBUG', requestId, message };
}
