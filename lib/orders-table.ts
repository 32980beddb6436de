import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { TaskFunction } from './functions/task-function.ts';

/** The table of orders: every status change goes through it, and out by its stream. */
export class OrdersTable extends Construct {
  readonly table: Table;
  /** An owner's orders, newest last. */
  readonly byOwnerIndex = 'byOwner';
  /** Open orders alone, by owner: what a client that connects has to hear of. */
  static readonly openByOwnerIndex = 'openByOwner';
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
    this.addKeysOnlyIndex(this.byOwnerIndex, 'owner', 'placed', AttributeType.STRING);
    this.addKeysOnlyIndex(OrdersTable.openByOwnerIndex, 'openOwner', 'placed', AttributeType.STRING);
    this.addKeysOnlyIndex(this.openIndex, 'openShard', 'deadline', AttributeType.NUMBER);
  }

  allowRead(fn: TaskFunction<object>): void {
    fn.allow(['dynamodb:GetItem'], this.table.tableArn);
  }

  /** One order at a time, by id. */
  allowReadAndWrite(fn: TaskFunction<object>): void {
    fn.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], this.table.tableArn);
  }

  /** One order by id, and the open ones by deadline. */
  allowSweep(fn: TaskFunction<object>): void {
    this.allowReadAndWrite(fn);
    fn.allow(['dynamodb:Query'], `${this.table.tableArn}/index/${this.openIndex}`);
  }

  /** One order by id, and a customer's open ones. */
  allowSync(fn: TaskFunction<object>): void {
    fn.allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem'], this.table.tableArn);
    fn.allow(['dynamodb:Query'], `${this.table.tableArn}/index/${OrdersTable.openByOwnerIndex}`);
  }

  /** A customer's list, and her open orders. */
  allowList(fn: TaskFunction<object>): void {
    fn.allow(['dynamodb:BatchGetItem'], this.table.tableArn);
    const indexes = [this.byOwnerIndex, OrdersTable.openByOwnerIndex];
    fn.allow(['dynamodb:Query'], ...indexes.map((index) => `${this.table.tableArn}/index/${index}`));
  }

  /** A status change does not pay for it: only the keys are kept. */
  private addKeysOnlyIndex(indexName: string, partition: string, sort: string, type: AttributeType): void {
    this.table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: partition, type: AttributeType.STRING },
      sortKey: { name: sort, type },
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
}
