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
import { lambdaFile } from './function-entry.ts';
import { LiveApi } from './live-api.ts';
import { issuerOf, type TaskAuth } from './task-auth.ts';
import { TaskFunction } from './task-function.ts';
import { readTaskModule } from './task-module.ts';

export interface TaskApiProps {
  /** Absolute paths of the files that export the tasks of this API. */
  readonly tasks: readonly string[];
  readonly auth: TaskAuth;
  /** Origins of pages that may call both APIs from a browser. @default none */
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
  private readonly routeKeys: string[] = [];

  constructor(scope: Construct, id: string, props: TaskApiProps) {
    super(scope, id);
    const { allowedOrigins = [] } = props;
    const { issuer, audience } = issuerOf(props.auth);
    this.http = new HttpApi(this, 'HttpApi', {
      createDefaultStage: false,
      ...(allowedOrigins.length > 0 && { corsPreflight: cors(allowedOrigins) }),
    });
    new HttpStage(this, 'Stage', { httpApi: this.http, autoDeploy: true, throttle });
    this.authorizer = new HttpJwtAuthorizer('Customer', issuer, { jwtAudience: [audience] });
    const tasks = props.tasks.map(readTaskModule);
    const [first] = tasks;
    if (!first) throw new Error(`${this.node.path}: tasks is empty`);
    this.addFallback(first.problemTypes);
    this.live = new LiveApi(this, 'Live', {
      tasks,
      issuer,
      audience,
      allowedOrigins,
    });
    this.url = this.http.apiEndpoint;
    this.liveUrl = this.live.url;
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
      ...(access === 'customers' && { authorizer: this.authorizer }),
    });
  }

  /** For every other path and method: our own 404 and 405 instead of the gateway's bare message. */
  private addFallback(problemTypes: string): void {
    const fallback = new TaskFunction<FallbackEnv>(this, 'Fallback', {
      code: { module: lambdaFile('api/fallback-handler') },
      description: 'Answers requests that no route takes',
      environment: {
        ROUTES: Lazy.string({ produce: () => this.routeKeys.join(',') }),
        PROBLEM_TYPES: problemTypes,
      },
    });
    new HttpRoute(this, 'Default', {
      httpApi: this.http,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration('Fallback', fallback.fn),
    });
  }
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
