import { join } from 'node:path';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { LongRunningTask } from '../long-running-task.ts';
import { Customers, type ExistingIssuer } from './customers.ts';
import { Menu } from './menu.ts';
import { Page } from './page.ts';

export interface SmartCoffeeProps extends StackProps {
  /** Your own issuer of tokens. @default a Cognito user pool is made */
  readonly existingIssuer?: ExistingIssuer;
  /** Origins of further pages that may use the APIs from a browser. @default none but our own */
  readonly allowedOrigins?: readonly string[];
  /** How many batches of step messages are worked on at once. @default 10 */
  readonly brewConcurrency?: number;
  /** How many times as fast as on the menu coffee is made. @default 1 */
  readonly brewSpeed?: number;
}

const coffee = join(import.meta.dirname, '../../coffee');

/** The whole shop. */
export class SmartCoffeeStack extends Stack {
  constructor(scope: Construct, id: string, props: SmartCoffeeProps = {}) {
    super(scope, id, props);
    const { existingIssuer, allowedOrigins = [], brewConcurrency, brewSpeed = 1 } = props;
    const page = new Page(this, 'Page');
    const customers = new Customers(this, 'Customers', {
      pageOrigin: page.origin,
      ...(existingIssuer && { existing: existingIssuer }),
    });
    const orders = new LongRunningTask(this, 'Coffee', {
      task: join(coffee, 'task.ts'),
      steps: join(coffee, 'steps.ts'),
      auth: customers.auth,
      allowedOrigins: [page.origin, ...allowedOrigins],
      worker: brewConcurrency === undefined ? {} : { concurrency: brewConcurrency },
      speed: brewSpeed,
    });
    new Menu(this, 'Menu', { api: orders.api, brewSpeed });

    const { issuer, clientId, scope: tokenScope } = customers;
    const auth = { issuer, clientId, scope: tokenScope };
    page.publish({ apiUrl: orders.url, liveUrl: orders.liveUrl, auth }, customers.addresses);

    new CfnOutput(this, 'PageUrl', { value: page.origin });
    new CfnOutput(this, 'ApiUrl', { value: orders.url });
    new CfnOutput(this, 'LiveUrl', { value: orders.liveUrl });
    new CfnOutput(this, 'Issuer', { value: issuer });
    new CfnOutput(this, 'ClientId', { value: clientId });
    new CfnOutput(this, 'StepsQueueUrl', { value: orders.queue.queueUrl });
    new CfnOutput(this, 'ParkedMessagesQueueUrl', { value: orders.parkedMessages.queueUrl });
    if (customers.userPool) new CfnOutput(this, 'UserPoolId', { value: customers.userPool.userPoolId });
  }
}
