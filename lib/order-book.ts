import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { CoffeeFunction } from './coffee-function.ts';

/** The table of orders: every status change goes through it, and out by its stream. */
export class OrderBook extends Construct {
  readonly table: Table;
  /** An owner's orders, newest last. */
  readonly byOwnerIndex = 'byOwner';
  /** Open orders alone, by deadline: what the sweeper looks through. */
  readonly openIndex = 'openByDeadline';

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Orders', {
      partitionKey: { name: 'orderId', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.DEFAULT,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
    });
    // Keys only: a status change does not pay for the indexes.
    this.table.addGlobalSecondaryIndex({
      indexName: this.byOwnerIndex,
      partitionKey: { name: 'owner', type: AttributeType.STRING },
      sortKey: { name: 'placed', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: this.openIndex,
      partitionKey: { name: 'openShard', type: AttributeType.STRING },
      sortKey: { name: 'deadline', type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }

  /** One order at a time, by id. */
  allowReadAndWrite(fn: CoffeeFunction<object>): void {
    fn.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], this.table.tableArn);
  }

  /** One order by id, and the open ones by deadline. */
  allowSweep(fn: CoffeeFunction<object>): void {
    this.allowReadAndWrite(fn);
    fn.allow(['dynamodb:Query'], `${this.table.tableArn}/index/${this.openIndex}`);
  }

  /** One order by id, and a customer's list. */
  allowReadAndList(fn: CoffeeFunction<object>): void {
    fn.allow(['dynamodb:GetItem'], this.table.tableArn);
    this.allowList(fn);
  }

  /** A customer's list. */
  allowList(fn: CoffeeFunction<object>): void {
    fn.allow(['dynamodb:BatchGetItem'], this.table.tableArn);
    fn.allow(['dynamodb:Query'], `${this.table.tableArn}/index/${this.byOwnerIndex}`);
  }
}
