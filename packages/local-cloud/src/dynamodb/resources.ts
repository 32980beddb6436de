import * as v from 'valibot';
import { nameIn } from '../template/physical-name.ts';
import type { CloudContext, ResourceType, ResourceTypes } from '../template/resource-type.ts';

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
  WriteOnDemandThroughputSettings: ignored, // throughput
  WriteProvisionedThroughputSettings: ignored, // throughput
});

const viewTypes = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;

const streamSpecification = v.strictObject({ StreamViewType: v.picklist(viewTypes) });

/** What both kinds of tables have, and what has an effect here. */
const shared = {
  TableName: v.optional(v.string()),
  AttributeDefinitions: v.array(
    v.strictObject({ AttributeName: v.string(), AttributeType: v.picklist(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: v.optional(v.array(globalIndex)),
  LocalSecondaryIndexes: v.optional(v.array(v.strictObject(index))),
  StreamSpecification: v.optional(streamSpecification),
  TimeToLiveSpecification: v.optional(
    v.strictObject({ AttributeName: v.optional(v.string()), Enabled: v.boolean() }),
  ),
};

const table = v.strictObject({
  ...shared,
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

const replica = v.strictObject({
  Region: v.string(),
  ContributorInsightsSpecification: ignored, // insight
  DeletionProtectionEnabled: ignored, // lifecycle
  GlobalSecondaryIndexes: ignored, // insight and throughput
  PointInTimeRecoverySpecification: ignored, // backup
  ReadOnDemandThroughputSettings: ignored, // throughput
  ReadProvisionedThroughputSettings: ignored, // throughput
  SSESpecification: ignored, // encryption
  TableClass: ignored, // billing
  Tags: ignored, // tags
});

/** `TableV2` of the CDK. */
const globalTable = v.strictObject({
  ...shared,
  Replicas: v.pipe(v.array(replica), v.length(1, 'there is one region, and so one replica')),
  BillingMode: ignored, // billing
  SSESpecification: ignored, // encryption
  WarmThroughput: ignored, // throughput
  WriteOnDemandThroughputSettings: ignored, // throughput
  WriteProvisionedThroughputSettings: ignored, // throughput
});

/** Of a table of either kind. */
export const tableProperties = v.object(shared);

const tableName = nameIn('TableName', 255);

const common: Omit<ResourceType, 'properties'> = {
  ref: tableName,
  attributes: {
    Arn: (resource, context) => tableArn(tableName(resource, context), context),
    StreamArn: (resource, context) => streamArn(tableName(resource, context), context),
  },
};

export const dynamodbResources: ResourceTypes = {
  'AWS::DynamoDB::Table': { properties: table, ...common },
  'AWS::DynamoDB::GlobalTable': { properties: globalTable, ...common },
};

function tableArn(name: string, context: CloudContext): string {
  return `arn:${context.partition}:dynamodb:${context.region}:${context.accountId}:table/${name}`;
}

/** On AWS the label is the time at which the stream was switched on; here it must not depend on the start. */
export const streamLabel = '2024-01-01T00:00:00.000';

export function streamArn(name: string, context: CloudContext): string {
  return `${tableArn(name, context)}/stream/${streamLabel}`;
}
