import * as v from 'valibot';
import type { ResolvedResource } from '../template/resolved-template.ts';
import { tableProperties } from './resources.ts';
import type { StreamViewType } from './stream-record.ts';

interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

interface Index {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: unknown;
}

/** The input of CreateTable, as far as it has an effect here. */
export interface TableDefinition {
  readonly TableName: string;
  readonly AttributeDefinitions: readonly unknown[];
  readonly KeySchema: readonly KeySchemaElement[];
  readonly BillingMode: 'PAY_PER_REQUEST';
  readonly GlobalSecondaryIndexes?: readonly Index[] | undefined;
  readonly LocalSecondaryIndexes?: readonly Index[] | undefined;
}

/** What writes, streams and expiry need to know of a table. */
export interface TableInfo {
  readonly name: string;
  /** The partition key first. */
  readonly keyNames: readonly string[];
  readonly viewType: StreamViewType | undefined;
  readonly timeToLiveAttribute: string | undefined;
}

/** What to create for a resource of the template. Throughput never limits here, so every table is on demand. */
export function tableDefinition(resource: Pick<ResolvedResource, 'ref' | 'properties'>): TableDefinition {
  const properties = v.parse(tableProperties, resource.properties);
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = properties;
  return {
    TableName: resource.ref,
    AttributeDefinitions,
    KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(indexShape) }),
    ...(LocalSecondaryIndexes && { LocalSecondaryIndexes: LocalSecondaryIndexes.map(indexShape) }),
  };
}

export function tableInfo(
  definition: TableDefinition,
  resource: Pick<ResolvedResource, 'properties'>,
): TableInfo {
  const { StreamSpecification, TimeToLiveSpecification } = v.parse(tableProperties, resource.properties);
  return {
    name: definition.TableName,
    keyNames: definition.KeySchema.toSorted((a) => (a.KeyType === 'HASH' ? -1 : 1)).map(
      (key) => key.AttributeName,
    ),
    viewType: StreamSpecification?.StreamViewType,
    timeToLiveAttribute:
      TimeToLiveSpecification?.Enabled === true ? TimeToLiveSpecification.AttributeName : undefined,
  };
}

/** What of a table cannot change without making it anew. */
export function tableShape(table: Omit<TableDefinition, 'BillingMode'>): unknown {
  return {
    key: table.KeySchema,
    attributes: new Set(table.AttributeDefinitions),
    global: new Set(table.GlobalSecondaryIndexes?.map(indexShape)),
    local: new Set(table.LocalSecondaryIndexes?.map(indexShape)),
  };
}

function indexShape({ IndexName, KeySchema, Projection }: Index): Index {
  return { IndexName, KeySchema, Projection };
}
