import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { BrewStation } from './brew-station.ts';
import { Counter } from './counter.ts';
import { Customers, type ExistingIssuer } from './customers.ts';
import { OrderBook } from './order-book.ts';
import { Page } from './page.ts';
import { PickupBoard } from './pickup-board.ts';

export interface SmartCoffeeProps extends StackProps {
  /** Your own issuer of tokens. @default a Cognito user pool is made */
  readonly existingIssuer?: ExistingIssuer;
  /** Origins of further pages that may use the APIs from a browser. @default none but our own */
  readonly allowedOrigins?: readonly string[];
  /** How many batches of slips are worked on at once. @default 10 */
  readonly brewConcurrency?: number;
  /** How many times as fast as on the menu coffee is made. @default 1 */
  readonly brewSpeed?: number;
}

/** The whole shop. */
export class SmartCoffeeStack extends Stack {
  constructor(scope: Construct, id: string, props: SmartCoffeeProps = {}) {
    super(scope, id, props);
    const { existingIssuer, allowedOrigins, brewConcurrency, brewSpeed } = props;
    const page = new Page(this, 'Page');
    const origins = { allowedOrigins: [page.origin, ...(allowedOrigins ?? [])] };

    const customers = new Customers(this, 'Customers', {
      pageOrigin: page.origin,
      ...(existingIssuer && { existing: existingIssuer }),
    });
    const orders = new OrderBook(this, 'OrderBook');
    const station = new BrewStation(this, 'BrewStation', {
      orders,
      ...(brewConcurrency !== undefined && { concurrency: brewConcurrency }),
    });
    const counter = new Counter(this, 'Counter', {
      orders,
      slips: station.slips,
      customers,
      ...origins,
      ...(brewSpeed !== undefined && { brewSpeed }),
    });
    const board = new PickupBoard(this, 'PickupBoard', { orders, customers, ...origins });

    const auth = { issuer: customers.issuer, clientId: customers.clientId, scope: 'openid' };
    page.publish({ apiUrl: counter.url, liveUrl: board.url, auth }, customers.addresses);

    new Alarms(this, 'Alarms', {
      slips: station.slips,
      lostSlips: station.lostSlips,
      lostAnnouncements: board.lostAnnouncements,
      sweeper: station.sweeper,
    });

    new CfnOutput(this, 'PageUrl', { value: page.origin });
    new CfnOutput(this, 'ApiUrl', { value: counter.url });
    new CfnOutput(this, 'LiveUrl', { value: board.url });
    new CfnOutput(this, 'Issuer', { value: customers.issuer });
    new CfnOutput(this, 'ClientId', { value: customers.clientId });
    new CfnOutput(this, 'SlipsQueueUrl', { value: station.slips.queueUrl });
    new CfnOutput(this, 'LostSlipsQueueUrl', { value: station.lostSlips.queueUrl });
    if (customers.userPool) new CfnOutput(this, 'UserPoolId', { value: customers.userPool.userPoolId });
  }
}
