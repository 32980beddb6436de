import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { tableDefinition } from '../../packages/local-cloud/src/dynamodb/table-definition.ts';
import { filterCriteria } from '../../packages/local-cloud/src/event-sources/filter-criteria.ts';
import { context } from '../../packages/local-cloud/test/endpoint/data-plane.ts';
import { synthesized } from '../lib/synthesized.ts';

type Properties = Readonly<Record<string, unknown>>;

const stack = synthesized();
const ownTables = resources('AWS::DynamoDB::Table');

const withImages = { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } };

/** The stack's own tables, and two more for what those do not do. */
export const template = {
  Resources: {
    Orders: table(ownTables.find(({ Properties }) => Properties.StreamSpecification)?.Properties),
    Connections: table(ownTables.find(({ Properties }) => !Properties.StreamSpecification)?.Properties),
    Events: table({
      AttributeDefinitions: attributes({ pk: 'S', sk: 'S' }),
      KeySchema: keys('pk', 'sk'),
      ...withImages,
    }),
    Shelf: table({
      AttributeDefinitions: attributes({ shelf: 'S', place: 'N', kind: 'S', weight: 'N' }),
      KeySchema: keys('shelf', 'place'),
      GlobalSecondaryIndexes: [
        byWeight('byWeight', { ProjectionType: 'KEYS_ONLY' }),
        byWeight('byWeightWithName', { ProjectionType: 'INCLUDE', NonKeyAttributes: ['name'] }),
        byWeight('byWeightWithAll', { ProjectionType: 'ALL' }),
      ],
    }),
  },
};

export const tableNames = {
  orders: 'App-Orders',
  connections: 'App-Connections',
  events: 'App-Events',
  shelf: 'App-Shelf',
} as const;

/** The same tables as CreateTable wants them. */
export const definitions = Object.entries(template.Resources).map(
  ([logicalId, { Properties }]) =>
    ({
      ...tableDefinition({ ref: `${context.stackName}-${logicalId}`, properties: { ...Properties } }),
      ...('StreamSpecification' in Properties && {
        StreamSpecification: { ...withImages.StreamSpecification, StreamEnabled: true },
      }),
    }) as CreateTableCommandInput,
);

/** What the stack lets its announcer see of the orders' stream. */
export const announcerFilter = v.parse(
  filterCriteria,
  resources('AWS::Lambda::EventSourceMapping').find(({ Properties }) => Properties.FilterCriteria)?.Properties
    .FilterCriteria,
);

function resources(type: string): readonly { Properties: Properties }[] {
  return Object.values(stack.findResources(type)) as { Properties: Properties }[];
}

function table(properties: Properties = {}) {
  return { Type: 'AWS::DynamoDB::Table', Properties: properties };
}

function byWeight(IndexName: string, Projection: object) {
  return { IndexName, KeySchema: keys('kind', 'weight'), Projection };
}

function attributes(types: Readonly<Record<string, string>>) {
  return Object.entries(types).map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}

function keys(hash: string, range: string) {
  return [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
}
