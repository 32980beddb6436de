import type { MayInvoke } from '../lambda/invoke-permissions.ts';
import type { InvocationResult, LambdaFunction } from '../lambda/lambda-function.ts';

export type IntegrationResult = InvocationResult | { outcome: 'timed-out' } | { outcome: 'not-permitted' };

interface Invocation {
  readonly functionArn: string;
  /** The route or authorizer that API Gateway acts for. */
  readonly sourceArn: string;
  /** Milliseconds after which API Gateway stops waiting; the function itself goes on. */
  readonly timeoutMs: number;
  readonly event: unknown;
}

export type InvokeIntegration = (invocation: Invocation) => Promise<IntegrationResult>;

export interface IntegrationParts {
  readonly functions: (functionArn: string) => LambdaFunction;
  readonly mayInvoke: MayInvoke;
  readonly log?: ((line: string) => void) | undefined;
}

/** How API Gateway calls a function: only with permission, and not for ever. Never rejects. */
export function createIntegrationInvoker({ functions, mayInvoke, log }: IntegrationParts): InvokeIntegration {
  return async ({ functionArn, sourceArn, timeoutMs, event }) => {
    if (!mayInvoke(functionArn, sourceArn)) {
      log?.(`API Gateway may not invoke ${functionArn}: no AWS::Lambda::Permission covers ${sourceArn}`);
      return { outcome: 'not-permitted' };
    }
    return await withTimeout(functions(functionArn).invoke(event), timeoutMs);
  };
}

async function withTimeout(
  invocation: Promise<InvocationResult>,
  timeoutMs: number,
): Promise<IntegrationResult> {
  const timeout = Promise.withResolvers<IntegrationResult>();
  const timer = setTimeout(() => timeout.resolve({ outcome: 'timed-out' }), timeoutMs);
  try {
    return await Promise.race([invocation, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
