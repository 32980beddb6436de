import type { InvocationResult, LambdaFunction } from '../../src/lambda/lambda-function.ts';

export interface Invocation<Event> {
  readonly event: Event;
  readonly traceHeader: string | undefined;
}

export interface FakeFunction<Event> extends LambdaFunction {
  readonly invocations: Invocation<Event>[];
}

/** A Lambda function without processes: `handle` decides what each invocation comes to; undefined is success. */
export function fakeFunction<Event>(
  handle: (event: Event, count: number) => unknown = () => undefined,
  recursiveLoop?: 'Allow' | 'Terminate',
): FakeFunction<Event> {
  const invocations: Invocation<Event>[] = [];
  return {
    logicalId: 'Work',
    arn: 'arn:aws:lambda:eu-west-1:000000000000:function:work',
    ...(recursiveLoop && { recursiveLoop }),
    invocations,
    async invoke(event, traceHeader) {
      invocations.push({ event: event as Event, traceHeader });
      const result = await handle(event as Event, invocations.length);
      return isResult(result) ? result : { outcome: 'returned', payload: result ?? null };
    },
    close: () => Promise.resolve(),
  };
}

export const failed: InvocationResult = {
  outcome: 'failed',
  errorType: 'Error',
  errorMessage: 'x',
  requestId: 'r1',
};
export const throttled: InvocationResult = { outcome: 'throttled' };

function isResult(value: unknown): value is InvocationResult {
  return typeof value === 'object' && value !== null && 'outcome' in value;
}
