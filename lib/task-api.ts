import { Duration, Lazy } from 'aws-cdk-lib';
import {
  CorsHttpMethod,
  HttpApi,
  type HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { FallbackEnv } from '../lambdas/api/env.ts';
import { lambdaFile } from './functions/function-entry.ts';
import { TaskFunction } from './functions/task-function.ts';
import { readTaskModule, type TaskModule } from './functions/task-module.ts';
import { LiveApi } from './live-api.ts';
import type { OrdersTable } from './orders-table.ts';
import { expectNoFaults, fileFault, originsFault, type PropFaults } from './prop-faults.ts';
import { authFault, type TaskAuth, tokenRulesOf } from './task-auth.ts';

export interface TaskApiProps {
  /** Absolute paths of the files that export the tasks of this API, one each. Each needs a LongRunningTask. */
  readonly tasks: readonly string[];
  /** Who may order. */
  readonly auth: TaskAuth;
  /** Origins of pages that may call both APIs from a browser: `https://app.example`. @default none */
  readonly allowedOrigins?: readonly string[];
}

/** Requests a second that the API takes, all customers together; the rest is answered 429. */
const throttle = { rateLimit: 500, burstLimit: 1000 };

/** One HTTP API and one WebSocket API for the tasks of an app. */
export class TaskApi extends Construct {
  readonly http: HttpApi;
  readonly live: LiveApi;
  /** `https://abcdef1234.execute-api.eu-west-1.amazonaws.com` */
  readonly url: string;
  /** `wss://abcdef1234.execute-api.eu-west-1.amazonaws.com/live` */
  readonly liveUrl: string;
  private readonly authorizer: IHttpRouteAuthorizer;
  private readonly scopes: readonly string[];
  private readonly tasks: readonly TaskModule[];
  private readonly served = new Set<TaskModule>();
  private readonly routeKeys: string[] = [];

  constructor(scope: Construct, id: string, props: TaskApiProps) {
    super(scope, id);
    const { allowedOrigins = [] } = props;
    const rules = tokenRulesOf(props.auth);
    const { issuer, audience } = rules;
    this.scopes = rules.scopes;
    expectNoFaults(
      this.node.path,
      props.tasks.map((file) => fileFault('tasks', file)),
    );
    this.tasks = props.tasks.map(readTaskModule);
    expectNoFaults(this.node.path, faultsOf(props, this.tasks));
    this.http = new HttpApi(this, 'HttpApi', {
      createDefaultStage: false,
      ...(allowedOrigins.length > 0 && { corsPreflight: cors(allowedOrigins) }),
    });
    new HttpStage(this, 'Stage', { httpApi: this.http, autoDeploy: true, throttle });
    this.authorizer = new HttpJwtAuthorizer('Customer', issuer, { jwtAudience: [audience] });
    this.addFallback();
    this.live = new LiveApi(this, 'Live', { tasks: this.tasks, rules, allowedOrigins });
    this.url = this.http.apiEndpoint;
    this.liveUrl = this.live.url;
    this.node.addValidation({ validate: () => this.unserved() });
  }

  /** Whether the task of the file is one of this API, and whether a LongRunningTask serves it already. */
  partOf(file: string): 'none' | 'free' | 'served' {
    const task = this.tasks.find((one) => one.file === file);
    if (!task) return 'none';
    return this.served.has(task) ? 'served' : 'free';
  }

  /** Takes note of who serves the task, and answers `sync` for its orders. */
  serve(task: TaskModule, orders: OrdersTable): void {
    const own = this.tasks.find(({ file }) => file === task.file);
    if (own) this.served.add(own);
    this.live.serve(task, orders);
  }

  /** Routes to a function: for customers with a token, or `public` for everybody. */
  addRoutes(
    path: string,
    methods: readonly HttpMethod[],
    fn: IFunction,
    access: 'customers' | 'public' = 'customers',
  ): void {
    this.routeKeys.push(...methods.map((method) => `${method} ${path}`));
    this.http.addRoutes({
      path,
      methods: [...methods],
      integration: new HttpLambdaIntegration('Api', fn),
      ...(access === 'customers' && {
        authorizer: this.authorizer,
        authorizationScopes: [...this.scopes],
      }),
    });
  }

  /** A connection of such a task would be answered with errors. */
  private unserved(): string[] {
    const unserved = this.tasks.filter((task) => !this.served.has(task));
    return unserved.map(({ file }) => `tasks names ${file}, for which there is no LongRunningTask`);
  }

  /** For every other path and method: our own 404 and 405 instead of the gateway's bare message. */
  private addFallback(): void {
    const fallback = new TaskFunction<FallbackEnv>(this, 'Fallback', {
      code: { module: lambdaFile('api/fallback-handler') },
      description: 'Answers requests that no route takes',
      environment: {
        ROUTES: Lazy.string({ produce: () => this.routeKeys.join(',') }),
        PROBLEM_TYPES: this.tasks[0]?.problemTypes ?? '',
      },
    });
    new HttpRoute(this, 'Default', {
      httpApi: this.http,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration('Fallback', fallback.fn),
    });
  }
}

/** What is wrong with the props. */
function faultsOf({ auth, allowedOrigins }: TaskApiProps, tasks: readonly TaskModule[]): PropFaults {
  return [
    tasks.length === 0 ? 'tasks names no file' : undefined,
    sharedFault('name', tasks),
    sharedFault('collection', tasks),
    authFault(auth),
    originsFault('allowedOrigins', allowedOrigins),
  ];
}

function sharedFault(field: 'name' | 'collection', tasks: readonly TaskModule[]): string | undefined {
  const values = tasks.map((task) => task[field]);
  const shared = values.find((value, n) => values.indexOf(value) !== n);
  return shared === undefined ? undefined : `tasks has two of the ${field} ${shared}`;
}

function cors(allowedOrigins: readonly string[]) {
  return {
    allowOrigins: [...allowedOrigins],
    allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.HEAD, CorsHttpMethod.POST, CorsHttpMethod.DELETE],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
    // A page sets its clock by the date.
    exposeHeaders: ['date', 'etag', 'idempotency-replayed', 'location', 'retry-after'],
    maxAge: Duration.hours(2),
  };
}
