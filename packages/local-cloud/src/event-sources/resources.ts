import * as v from 'valibot';
import { nameIn, physicalUuid } from '../template/physical-name.ts';
import type {
  DeploymentContext,
  ResourceType,
  ResourceTypes,
  UnresolvedResource,
} from '../template/resource-type.ts';
import { isStreamMapping, sqsMapping, streamMapping } from './event-source-mapping.ts';
import { ruleProperties, scheduleProperties } from './schedule/schedule-properties.ts';

const eventSourceMapping: ResourceType = {
  properties: v.lazy((properties) => (isStreamMapping(properties) ? streamMapping : sqsMapping)),
  ref: mappingId,
  attributes: {
    Id: mappingId,
    EventSourceMappingArn: (resource, context) =>
      arn('lambda', `event-source-mapping:${mappingId(resource, context)}`, context),
  },
};

const nameOf = nameIn('Name', 64);

const rule: ResourceType = {
  properties: ruleProperties,
  ref: nameOf,
  attributes: { Arn: (resource, context) => arn('events', `rule/${nameOf(resource, context)}`, context) },
};

const schedule: ResourceType = {
  properties: scheduleProperties,
  ref: nameOf,
  attributes: {
    Arn: (resource, context) => arn('scheduler', `schedule/default/${nameOf(resource, context)}`, context),
  },
};

export const eventSourceResources: ResourceTypes = {
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Events::Rule': rule,
  'AWS::Scheduler::Schedule': schedule,
};

function mappingId({ logicalId }: UnresolvedResource, { stackName }: DeploymentContext): string {
  return physicalUuid(`${stackName}/${logicalId}`);
}

function arn(service: string, resource: string, { partition, region, accountId }: DeploymentContext): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}
