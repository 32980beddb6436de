import { describe, expect, it } from 'vitest';
import { shop } from './shop.ts';

describe('the table of orders', () => {
  const key = (...names: string[]) =>
    names.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? 'HASH' : 'RANGE' }));

  it('is by id, on demand, with recovery, TTL and a stream of both images', () => {
    expect(shop.one('AWS::DynamoDB::Table', 'CoffeeOrdersTableOrders')).toMatchObject({
      KeySchema: key('orderId'),
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    expect(shop.deletionPolicy('CoffeeOrdersTableOrders')).toBe('Retain');
  });

  it('has indexes by owner, and of what is open by owner and by deadline, of keys only', () => {
    const { GlobalSecondaryIndexes } = shop.one('AWS::DynamoDB::Table', 'CoffeeOrdersTableOrders');
    expect(GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'byOwner',
        KeySchema: key('owner', 'placed'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
      {
        IndexName: 'openByOwner',
        KeySchema: key('openOwner', 'placed'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
      {
        IndexName: 'openByDeadline',
        KeySchema: key('openShard', 'deadline'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
  });
});
