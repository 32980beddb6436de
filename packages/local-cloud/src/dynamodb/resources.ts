import * as v from 'valibot';
import { nameIn } from '../template/physical-name.ts';
import type { CloudContext, ResourceTypes } from '../template/resource-type.ts';

const keySchema = v.array(
  v.strictObject({ AttributeName: v.string(), KeyType: v.picklist(['HASH', 'RANGE']) }),
);

const projection = v.strictObject({
  ProjectionType: v.picklist(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: v.optional(v.array(v.string())),
});

const ignored = v.optional(v.unknown());

const index = {
  IndexName: v.string(),
  KeySchema: keySchema,
  Projection: projection,
};

const globalIndex = v.strictObject({
  ...index,
  ContributorInsightsSpecification: ignored, // insight
  OnDemandThroughput: ignored, // throughput
  ProvisionedThroughput: ignored, // throughput
  WarmThroughput: ignored, // throughput
});

const viewTypes = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;

export const tableProperties = v.strictObject({
  TableName: v.optional(v.string()),
  AttributeDefinitions: v.array(
    v.strictObject({ AttributeName: v.string(), AttributeType: v.picklist(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: v.optional(v.array(globalIndex)),
  LocalSecondaryIndexes: v.optional(v.array(v.strictObject(index))),
  StreamSpecification: v.optional(v.strictObject({ StreamViewType: v.picklist(viewTypes) })),
  TimeToLiveSpecification: v.optional(
    v.strictObject({ AttributeName: v.optional(v.string()), Enabled: v.boolean() }),
  ),
  BillingMode: ignored, // billing
  ContributorInsightsSpecification: ignored, // insight
  DeletionProtectionEnabled: ignored, // lifecycle
  OnDemandThroughput: ignored, // throughput
  PointInTimeRecoverySpecification: ignored, // backup
  ProvisionedThroughput: ignored, // throughput
  SSESpecification: ignored, // encryption
  TableClass: ignored, // billing
  Tags: ignored, // tags
  WarmThroughput: ignored, // throughput
});

const tableName = nameIn('TableName', 255);

export const dynamodbResources: ResourceTypes = {
  'AWS::DynamoDB::Table': {
    properties: tableProperties,
    ref: tableName,
    attributes: {
      Arn: (table, context) => tableArn(tableName(table, context), context),
      StreamArn: (table, context) => streamArn(tableName(table, context), context),
    },
  },
};

function tableArn(name: string, context: CloudContext): string {
  return `arn:${context.partition}:dynamodb:${context.region}:${context.accountId}:table/${name}`;
}

/** On AWS the label is the time at which the stream was switched on; here it must not depend on the start. */
export const streamLabel = '2024-01-01T00:00:00.000';

export function streamArn(name: string, context: CloudContext): string {
  return `${tableArn(name, context)}/stream/${streamLabel}`;
}
