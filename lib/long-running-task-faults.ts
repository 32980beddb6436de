import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { LongRunningTaskProps } from './long-running-task.ts';
import {
  durationFault,
  fileFault,
  numberFault,
  originsFault,
  type PropFaults,
  wholeNumberFault,
} from './prop-faults.ts';

/** A worker hears five seconds before its time is up; no function of Lambda runs for longer than 15 minutes. */
const timeoutSeconds = [10, 900] as const;
/** Of an event source mapping of a queue. */
const concurrency = [2, 1000] as const;
const memorySize = [128, 10_240] as const;
const speeds = [0.001, 10_000] as const;

/** What is wrong with the props, of what can be known before anything is made. */
export function faultsOf(scope: Construct, props: LongRunningTaskProps): PropFaults {
  const { task, steps, api, auth, allowedOrigins, worker = {}, results, speed } = props;
  return [
    fileFault('task', task),
    fileFault('steps', steps),
    apiFault(scope, props),
    !api && !auth ? 'auth is missing; or give an api' : undefined,
    api && auth ? 'auth is that of the api; leave it out' : undefined,
    api && allowedOrigins ? 'allowedOrigins are those of the api; leave them out' : undefined,
    originsFault('allowedOrigins', allowedOrigins),
    durationFault('worker.timeout', worker.timeout, timeoutSeconds),
    wholeNumberFault('worker.memorySize', worker.memorySize, memorySize),
    wholeNumberFault('worker.concurrency', worker.concurrency, concurrency),
    ...Object.keys(worker.environment ?? {}).map(variableFault),
    results === undefined || results === 'bucket'
      ? undefined
      : `results must be 'bucket', not ${JSON.stringify(results)}`,
    numberFault('speed', speed, speeds),
  ];
}

function apiFault(scope: Construct, { api, task }: LongRunningTaskProps): string | undefined {
  if (!api) return undefined;
  // Each would need something of the other before it can be deployed.
  if (Stack.of(api) !== Stack.of(scope)) return `api is of another stack, ${Stack.of(api).stackName}`;
  const part = api.partOf(task);
  if (part === 'none') return `api was not made for ${task}; name it among the api's tasks`;
  return part === 'served' ? `api serves ${task} already` : undefined;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const lambdasOwn =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_(FUNCTION_(NAME|MEMORY_SIZE|VERSION)|INITIALIZATION_TYPE|LOG_(GROUP|STREAM)_NAME|RUNTIME_API)|AWS_(ACCESS_KEY(_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;
/** lambdas/brew/env.ts */
const enginesOwn = /^(ORDERS_TABLE|STEPS_QUEUE_URL|RESULTS_BUCKET)$/;

function variableFault(name: string): string | undefined {
  const prop = `worker.environment.${name}`;
  if (lambdasOwn.test(name)) return `${prop} is set by Lambda`;
  if (enginesOwn.test(name)) return `${prop} is set by the engine`;
  return /^[a-zA-Z]\w+$/.test(name)
    ? undefined
    : `${prop} is no name of a variable: two letters, digits or underscores, a letter first`;
}
