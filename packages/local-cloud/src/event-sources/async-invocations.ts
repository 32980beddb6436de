import * as v from 'valibot';
import type { InvocationResult, LambdaFunction } from '../lambda/lambda-function.ts';
import { maximumLoops, nextTrace } from '../lambda/recursion.ts';
import { eventInvokeConfigProperties } from '../lambda/resources.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { pause } from './backoff.ts';
import type { Report } from './event-source.ts';

export interface AsyncInvocationsOptions {
  readonly template: ResolvedTemplate;
  functions(functionArn: string): LambdaFunction;
  readonly log: Report;
  /** Milliseconds before the second and the third attempt. @default a minute, then two, as on AWS */
  readonly pauses?: readonly [number, number];
}

/** The queue in which Lambda keeps what services send to functions without waiting for an answer. */
export interface AsyncInvocations {
  /**
   * Takes the event at once. The function is invoked with it in the background, up to twice more when it fails.
   * `traceHeader` is that of the event's cause. Throws when the app has no such function.
   */
  send(functionArn: string, event: unknown, traceHeader?: string): void;
  /** Gives up what waits. */
  close(): void;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
export function createAsyncInvocations({
  template,
  functions,
  log,
  pauses = [60_000, 120_000],
}: AsyncInvocationsOptions): AsyncInvocations {
  const settingsOf = invokeSettings(template);
  const closing = new AbortController();
  const { signal } = closing;
  const waits = { failed: (count: number) => pauses[count - 1] ?? 0, throttled: afterThrottling };

  return {
    send(functionArn, event, traceHeader) {
      const fn = functions(functionArn);
      const { trace, loops } = nextTrace(traceHeader, fn.arn);
      if (loops > maximumLoops && fn.recursiveLoop !== 'Allow')
        log(`${fn.logicalId} is in a recursive loop: an event is not delivered`);
      else void run(fn, event, trace, settingsOf(functionArn));
    },
    close: () => closing.abort(),
  };

  async function run(fn: LambdaFunction, event: unknown, trace: string, limits: Settings): Promise<void> {
    const endsAt = Date.now() + limits.maximumAge;
    const counts = { failed: 0, throttled: 0 };
    while (!signal.aborted) {
      const result = await fn.invoke(event, trace);
      if (result.outcome === 'returned' || signal.aborted) return;
      counts[result.outcome] += 1;
      const wait = waits[result.outcome](counts[result.outcome]);
      const isOver = counts.failed > limits.maximumRetries || Date.now() + wait > endsAt;
      log(`${fn.logicalId} ${describe(result, isOver, wait)}`);
      if (isOver) return;
      await pause(wait, signal);
    }
  }
}

function describe(result: InvocationResult, isOver: boolean, wait: number): string {
  const what = result.outcome === 'failed' ? `failed: ${result.errorMessage}` : 'was throttled';
  return `${what}; ${isOver ? 'its event is given up' : `it is invoked again in ${wait / 1000} s`}`;
}

/** Milliseconds; throttled events come again after a second, then ever later, up to five minutes. */
function afterThrottling(count: number): number {
  return Math.min(300_000, 500 * 2 ** count);
}

interface Settings {
  readonly maximumRetries: number;
  /** Milliseconds. */
  readonly maximumAge: number;
}

/** What the app says of events for a function, version or alias. */
function invokeSettings(template: ResolvedTemplate): (functionArn: string) => Settings {
  const configs = resourcesOf(template, 'AWS::Lambda::EventInvokeConfig').map(({ properties }) =>
    v.parse(eventInvokeConfigProperties, properties),
  );
  return (functionArn) => {
    const [, name = '', qualifier = '$LATEST'] = /:function:([^:]+)(?::(.+))?$/.exec(functionArn) ?? [];
    const found = configs.find(
      ({ FunctionName, Qualifier }) => FunctionName.split(':').at(-1) === name && Qualifier === qualifier,
    );
    const { MaximumRetryAttempts = 2, MaximumEventAgeInSeconds = 21_600 } = found ?? {};
    return { maximumRetries: MaximumRetryAttempts, maximumAge: MaximumEventAgeInSeconds * 1000 };
  };
}
