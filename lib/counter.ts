import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ApiEnv } from '../lambdas/api/env.ts';
import { CoffeeFunction } from './coffee-function.ts';
import type { Customers } from './customers.ts';
import type { OrderBook } from './order-book.ts';

export interface CounterProps {
  readonly orders: OrderBook;
  readonly slips: Queue;
  readonly customers: Customers;
  /** Pages on other origins that may call the API. @default none */
  readonly allowedOrigins?: readonly string[];
  /** How many times as fast as on the menu coffee is made. @default 1 */
  readonly brewSpeed?: number;
}

/** Requests a second that the API takes, all customers together; the rest is answered 429. */
const throttle = { rateLimit: 500, burstLimit: 1000 };

/** The HTTP API: takes orders, answers at once. */
export class Counter extends Construct {
  readonly url: string;
  private readonly integration: HttpLambdaIntegration;

  constructor(scope: Construct, id: string, props: CounterProps) {
    super(scope, id);
    this.integration = new HttpLambdaIntegration('Api', this.addFunction(props).fn);
    const { customers, allowedOrigins = [] } = props;
    const api = new HttpApi(this, 'HttpApi', {
      createDefaultStage: false,
      // For every other path and method: the function's own 404 and 405 instead of the gateway's bare message.
      defaultIntegration: this.integration,
      ...(allowedOrigins.length > 0 && { corsPreflight: cors(allowedOrigins) }),
    });
    new HttpStage(this, 'Stage', { httpApi: api, autoDeploy: true, throttle });
    this.addRoutes(
      api,
      new HttpJwtAuthorizer('Customer', customers.issuer, { jwtAudience: [customers.audience] }),
    );
    this.url = api.apiEndpoint;
  }

  private addFunction({ orders, slips, brewSpeed = 1 }: CounterProps): CoffeeFunction<ApiEnv> {
    const counter = new CoffeeFunction<ApiEnv>(this, 'Api', {
      entry: 'api/handler.ts',
      description: 'Takes orders, tells their status, lists and cancels them',
      memorySize: 512,
      environment: {
        ORDERS_TABLE: orders.table.tableName,
        BY_OWNER_INDEX: orders.byOwnerIndex,
        SLIPS_QUEUE_URL: slips.queueUrl,
        BREW_SPEED: String(brewSpeed),
      },
    });
    orders.allowReadAndWrite(counter);
    orders.allowList(counter);
    counter.allow(['sqs:SendMessage'], slips.queueArn);
    return counter;
  }

  private addRoutes(api: HttpApi, authorizer: HttpJwtAuthorizer): void {
    const { integration } = this;
    const { GET, HEAD, POST, DELETE } = HttpMethod;
    api.addRoutes({ path: '/orders', methods: [GET, HEAD, POST], integration, authorizer });
    api.addRoutes({ path: '/orders/{id}', methods: [GET, HEAD, DELETE], integration, authorizer });
    api.addRoutes({ path: '/menu', methods: [GET, HEAD], integration });
  }
}

function cors(allowedOrigins: readonly string[]) {
  return {
    allowOrigins: [...allowedOrigins],
    allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.HEAD, CorsHttpMethod.POST, CorsHttpMethod.DELETE],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
    // The page sets its clock by the date.
    exposeHeaders: ['date', 'etag', 'idempotency-replayed', 'location', 'retry-after'],
    maxAge: Duration.hours(2),
  };
}
