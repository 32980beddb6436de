import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  type RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundledCode } from './bundled-code.ts';
import { entryOf, type FunctionCode } from './function-entry.ts';

export interface TaskFunctionProps<Env extends object> {
  readonly code: FunctionCode;
  readonly description: string;
  /** Checked against the env.ts of the function's folder. */
  readonly environment: Env;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  /** MB; it buys CPU too. @default 256 */
  readonly memorySize?: number;
  /** @default Lambda stops chains of about 16 invocations */
  readonly recursiveLoop?: RecursiveLoop;
}

/** A Lambda function as all of the engine's are: small ESM bundle, own role without managed policies, JSON logs, traces. */
export class TaskFunction<Env extends object> extends Construct {
  readonly fn: LambdaFunction;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: TaskFunctionProps<Env>) {
    super(scope, id);
    this.timeout = props.timeout ?? Duration.seconds(10);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.fn = new LambdaFunction(this, 'Function', {
      code: bundledCode(entryOf(props.code)),
      handler: 'index.handler',
      description: props.description,
      environment: { ...(props.environment as Record<string, string>) },
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: this.timeout,
      memorySize: props.memorySize ?? 256,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      ...(props.recursiveLoop && { recursiveLoop: props.recursiveLoop }),
    });
  }

  /** Exactly these actions on exactly these resources. */
  allow(actions: readonly string[], ...resources: readonly string[]): void {
    this.fn.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}
