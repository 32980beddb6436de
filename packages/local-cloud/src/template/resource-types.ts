import { apiGatewayResources } from '../api-gateway/resources.ts';
import { dynamodbResources } from '../dynamodb/resources.ts';
import { eventSourceResources } from '../event-sources/resources.ts';
import { iamResources } from '../iam/resources.ts';
import { cognitoResources } from '../issuer/resources.ts';
import { lambdaResources } from '../lambda/resources.ts';
import { pageResources } from '../page/resources.ts';
import { s3Resources } from '../s3/resources.ts';
import { snsResources } from '../sns/resources.ts';
import { sqsResources } from '../sqs/resources.ts';
import { noLocalEffect } from './no-local-effect.ts';
import type { ResourceTypes } from './resource-type.ts';

/** Every CloudFormation type that the local cloud knows; any other stops the start by name. */
export const resourceTypes: ResourceTypes = {
  ...apiGatewayResources,
  ...cognitoResources,
  ...dynamodbResources,
  ...eventSourceResources,
  ...iamResources,
  ...lambdaResources,
  ...pageResources,
  ...s3Resources,
  ...snsResources,
  ...sqsResources,
  ...noLocalEffect,
};
