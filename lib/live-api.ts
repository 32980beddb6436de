import { ArnFormat, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { AuthorizerEnv, SocketEnv } from '../lambdas/notify/env.ts';
import { lambdaFile } from './functions/function-entry.ts';
import { TaskFunction } from './functions/task-function.ts';
import type { TaskModule } from './functions/task-module.ts';
import { OrdersTable } from './orders-table.ts';
import type { TokenRules } from './task-auth.ts';

export interface LiveApiProps {
  readonly tasks: readonly TaskModule[];
  readonly rules: TokenRules;
  /** Pages that may connect from a browser. @default none: only clients that are no browsers */
  readonly allowedOrigins?: readonly string[];
}

/** The WebSocket API: who is connected, and what they ask. */
export class LiveApi extends Construct {
  readonly url: string;
  private readonly props: LiveApiProps;
  private readonly connections: Table;
  private readonly stage: WebSocketStage;
  private readonly socket: TaskFunction<SocketEnv>;
  private readonly ordersTables: Record<string, string> = {};

  constructor(scope: Construct, id: string, props: LiveApiProps) {
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
    const api = new WebSocketApi(this, 'LiveApi', { routeSelectionExpression: '$request.body.action' });
    this.stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: api,
      stageName: 'live',
      autoDeploy: true,
      throttle: { rateLimit: 500, burstLimit: 1000 },
    });
    this.url = this.stage.url;
    this.socket = this.addSocketFunction();
    this.addRoutes(api);
  }

  /** What a function needs that tells connections something. */
  get postingEnv() {
    return {
      CONNECTIONS_TABLE: this.connections.tableName,
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: this.stage.callbackUrl,
    };
  }

  /** Lets a function find an owner's connections and post to them. */
  allowTelling(fn: TaskFunction<object>): void {
    fn.allow(['dynamodb:Query', 'dynamodb:DeleteItem'], this.connections.tableArn);
    this.allowPosting(fn);
  }

  /** Answers `sync` for the task's orders. */
  serve(task: TaskModule, orders: OrdersTable): void {
    this.ordersTables[task.name] = orders.table.tableName;
    orders.allowSync(this.socket);
  }

  private addRoutes(api: WebSocketApi): void {
    const integration = new WebSocketLambdaIntegration('Socket', this.socket.fn);
    const authorizer = new WebSocketLambdaAuthorizer('Customer', this.addAuthorizer().fn, {
      identitySource: ['route.request.header.Sec-WebSocket-Protocol'],
    });
    api.addRoute('$connect', { integration, authorizer });
    api.addRoute('$disconnect', { integration });
    api.addRoute('$default', { integration });
  }

  private addSocketFunction(): TaskFunction<SocketEnv> {
    const { tasks } = this.props;
    const socket = new TaskFunction<SocketEnv>(this, 'Socket', {
      code: {
        module: lambdaFile('notify/socket-handler'),
        factory: 'socketHandler',
        args: `[${tasks.map((_, n) => `task${n}`).join(', ')}]`,
        imports: tasks.map(({ exportName, file }, n) => ({ name: exportName, as: `task${n}`, from: file })),
      },
      description: 'WebSocket connect, disconnect and messages',
      environment: {
        ORDERS_TABLES: Lazy.string({ produce: () => Stack.of(this).toJsonString(this.ordersTables) }),
        OPEN_BY_OWNER_INDEX: OrdersTable.openByOwnerIndex,
        ...this.postingEnv,
      },
    });
    socket.allow(
      ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      this.connections.tableArn,
    );
    this.allowPosting(socket);
    return socket;
  }

  private addAuthorizer(): TaskFunction<AuthorizerEnv> {
    const { tasks, rules, allowedOrigins = [] } = this.props;
    return new TaskFunction<AuthorizerEnv>(this, 'Authorizer', {
      code: { module: lambdaFile('notify/authorizer-handler') },
      description: 'Verifies the token of who opens a WebSocket',
      environment: {
        TASKS: tasks.map(({ name }) => name).join(','),
        ISSUER: rules.issuer,
        AUDIENCE: rules.audience,
        SCOPES: rules.scopes.join(','),
        ALLOWED_ORIGINS: allowedOrigins.join(','),
      },
    });
  }

  private allowPosting(fn: TaskFunction<object>): void {
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
