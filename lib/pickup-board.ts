import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AuthorizerEnv, SocketEnv, StreamEnv } from '../lambdas/notify/env.ts';
import { CoffeeFunction } from './coffee-function.ts';
import type { Customers } from './customers.ts';
import type { OrderBook } from './order-book.ts';

export interface PickupBoardProps {
  readonly orders: OrderBook;
  readonly customers: Customers;
  /** Pages that may connect from a browser. @default none: only clients that are no browsers */
  readonly allowedOrigins?: readonly string[];
}

/** The WebSocket API and the worker behind the orders' stream: tells customers what happens to their orders. */
export class PickupBoard extends Construct {
  readonly url: string;
  /** Where the stream's records are named that could not be announced. */
  readonly lostAnnouncements: Queue;
  private readonly props: PickupBoardProps;
  private readonly connections: Table;
  private readonly stage: WebSocketStage;

  constructor(scope: Construct, id: string, props: PickupBoardProps) {
    super(scope, id);
    this.props = props;
    this.connections = new Table(this, 'Connections', {
      partitionKey: { name: 'owner', type: AttributeType.STRING },
      sortKey: { name: 'connectionId', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      // Nobody stays connected through a new deployment of the API: nothing to keep.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.lostAnnouncements = new Queue(this, 'LostAnnouncements', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const api = new WebSocketApi(this, 'LiveApi', { routeSelectionExpression: '$request.body.action' });
    this.stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: api,
      stageName: 'live',
      autoDeploy: true,
      throttle: { rateLimit: 500, burstLimit: 1000 },
    });
    this.url = this.stage.url;
    this.addRoutes(api);
    this.addAnnouncer();
  }

  private addRoutes(api: WebSocketApi): void {
    const integration = new WebSocketLambdaIntegration('Socket', this.addSocketFunction().fn);
    const authorizer = new WebSocketLambdaAuthorizer('Customer', this.addAuthorizer().fn, {
      identitySource: ['route.request.header.Sec-WebSocket-Protocol'],
    });
    api.addRoute('$connect', { integration, authorizer });
    api.addRoute('$disconnect', { integration });
    api.addRoute('$default', { integration });
  }

  private addSocketFunction(): CoffeeFunction<SocketEnv> {
    const { orders } = this.props;
    const socket = new CoffeeFunction<SocketEnv>(this, 'Socket', {
      entry: 'notify/socket-handler.ts',
      description: 'WebSocket connect, disconnect and messages',
      environment: {
        ORDERS_TABLE: orders.table.tableName,
        OPEN_BY_OWNER_INDEX: orders.openByOwnerIndex,
        ...this.announcingEnv(),
      },
    });
    orders.allowSync(socket);
    socket.allow(['dynamodb:PutItem', 'dynamodb:DeleteItem'], this.connections.tableArn);
    this.allowPosting(socket);
    return socket;
  }

  private addAuthorizer(): CoffeeFunction<AuthorizerEnv> {
    const { customers, allowedOrigins = [] } = this.props;
    return new CoffeeFunction<AuthorizerEnv>(this, 'Authorizer', {
      entry: 'notify/authorizer-handler.ts',
      description: 'Verifies the token of who opens a WebSocket',
      environment: {
        ISSUER: customers.issuer,
        AUDIENCE: customers.audience,
        ALLOWED_ORIGINS: allowedOrigins.join(','),
      },
    });
  }

  private addAnnouncer(): void {
    const { table } = this.props.orders;
    const announcer = new CoffeeFunction<StreamEnv>(this, 'Announcer', {
      entry: 'notify/stream-handler.ts',
      description: "Tells each change of an order to its customer's connections",
      timeout: Duration.seconds(30),
      environment: this.announcingEnv(),
    });
    table.grantStreamRead(announcer.fn);
    announcer.allow(['dynamodb:Query', 'dynamodb:DeleteItem'], this.connections.tableArn);
    announcer.allow(['sqs:SendMessage'], this.lostAnnouncements.queueArn);
    this.allowPosting(announcer);
    announcer.fn.addEventSourceMapping('Changes', {
      eventSourceArn: table.tableStreamArn as string,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter({ dynamodb: { NewImage: { wake: { BOOL: [true] } } } })],
      batchSize: 100,
      parallelizationFactor: 10,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 5,
      maxRecordAge: Duration.hours(1),
      onFailure: { bind: () => ({ destination: this.lostAnnouncements.queueArn }) },
    });
  }

  private announcingEnv() {
    return {
      CONNECTIONS_TABLE: this.connections.tableName,
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: this.stage.callbackUrl,
    };
  }

  private allowPosting(fn: CoffeeFunction<object>): void {
    const connection = (method: 'POST' | 'DELETE') =>
      Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.stage.api.apiId,
        resourceName: `${this.stage.stageName}/${method}/@connections/*`,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      });
    fn.allow(['execute-api:ManageConnections'], connection('POST'), connection('DELETE'));
  }
}
