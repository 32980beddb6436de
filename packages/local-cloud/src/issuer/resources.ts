import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { physicalName } from '../template/physical-name.ts';
import type { DeploymentContext, ResourceType, ResourceTypes } from '../template/resource-type.ts';
import { issuerUrl } from './issuer-url.ts';

const noEffect = v.optional(v.unknown());

// Users are whoever asks for a token, so that nothing about sign-up, passwords, mails or messages has an effect.
const userPool = v.strictObject({
  AccountRecoverySetting: noEffect, // no passwords
  AdminCreateUserConfig: noEffect, // no sign-up
  AliasAttributes: noEffect, // no sign-in
  AutoVerifiedAttributes: noEffect, // no sign-up
  DeletionProtection: noEffect, // no deletion
  DeviceConfiguration: noEffect, // no sign-in
  EmailConfiguration: noEffect, // no mail
  EmailVerificationMessage: noEffect, // no mail
  EmailVerificationSubject: noEffect, // no mail
  EnabledMfas: noEffect, // no sign-in
  MfaConfiguration: noEffect, // no sign-in
  Policies: noEffect, // no passwords
  Schema: noEffect, // no attributes
  SmsAuthenticationMessage: noEffect, // no SMS
  SmsConfiguration: noEffect, // no SMS
  SmsVerificationMessage: noEffect, // no SMS
  UserAttributeUpdateSettings: noEffect, // no attributes
  UsernameAttributes: noEffect, // no sign-in
  UsernameConfiguration: noEffect, // no sign-in
  UserPoolAddOns: noEffect, // no sign-in
  UserPoolName: noEffect, // label
  UserPoolTags: noEffect, // label
  UserPoolTier: noEffect, // price
  VerificationMessageTemplate: noEffect, // no mail
});

const userPoolClient = v.strictObject({
  UserPoolId: v.string(),
  GenerateSecret: v.optional(v.literal(false)),
  AccessTokenValidity: noEffect, // one hour
  AllowedOAuthFlows: noEffect, // any flow
  AllowedOAuthFlowsUserPoolClient: noEffect, // any flow
  AllowedOAuthScopes: noEffect, // any scope
  AuthSessionValidity: noEffect, // no sign-in
  CallbackURLs: noEffect, // any URL
  ClientName: noEffect, // label
  DefaultRedirectURI: noEffect, // any URL
  EnableTokenRevocation: noEffect, // no revocation
  ExplicitAuthFlows: noEffect, // any flow
  IdTokenValidity: noEffect, // one hour
  LogoutURLs: noEffect, // any URL
  PreventUserExistenceErrors: noEffect, // no sign-in
  ReadAttributes: noEffect, // no attributes
  RefreshTokenValidity: noEffect, // no refreshing
  SupportedIdentityProviders: noEffect, // one provider
  TokenValidityUnits: noEffect, // one hour
  WriteAttributes: noEffect, // no attributes
});

const userPoolDomain = v.strictObject({
  UserPoolId: v.string(),
  Domain: v.string(),
  ManagedLoginVersion: noEffect, // no pages
});

const userPoolResourceServer = v.strictObject({
  UserPoolId: v.string(),
  Identifier: v.string(),
  Name: noEffect, // label
  Scopes: noEffect, // any scope
});

/** The Cognito resources, all of which the local token issuer stands for. */
export const cognitoResources: ResourceTypes = {
  'AWS::Cognito::UserPool': {
    properties: userPool,
    ref: ({ logicalId }, context) => poolId(logicalId, context),
    attributes: {
      UserPoolId: ({ logicalId }, context) => poolId(logicalId, context),
      Arn: ({ logicalId }, context) => {
        const { partition, region, accountId } = context;
        return `arn:${partition}:cognito-idp:${region}:${accountId}:userpool/${poolId(logicalId, context)}`;
      },
      ProviderName: ({ logicalId }, context) =>
        `cognito-idp.${context.region}.${context.urlSuffix}/${poolId(logicalId, context)}`,
      ProviderURL: (_pool, context) => issuerUrl(context.publicUrl),
    },
  },
  'AWS::Cognito::UserPoolClient': {
    properties: userPoolClient,
    ref: clientId,
    attributes: { ClientId: clientId },
  },
  'AWS::Cognito::UserPoolDomain': {
    properties: userPoolDomain,
    ref: domainName,
    attributes: {},
  },
  'AWS::Cognito::UserPoolResourceServer': {
    properties: userPoolResourceServer,
    ref: (server) => plainString(server, 'Identifier'),
    attributes: {},
  },
};

function poolId(logicalId: string, context: DeploymentContext): string {
  return `${context.region}_${opaque(logicalId, context).slice(0, 9)}`;
}

function clientId(...[{ logicalId }, context]: Parameters<ResourceType['ref']>): string {
  return opaque(logicalId, context).slice(0, 26);
}

/** A name made up at deployment is any name here: the issuer is on the page's own origin. */
function domainName(...[{ logicalId, properties }, context]: Parameters<ResourceType['ref']>): string {
  const { Domain } = properties;
  return typeof Domain === 'string' ? Domain : physicalName(logicalId, context, 63).toLowerCase();
}

/** Looks like the letters and digits Cognito picks at random. */
function opaque(logicalId: string, context: DeploymentContext): string {
  const digest = createHash('sha256').update(`${context.stackName}/${logicalId}`).digest('hex');
  return BigInt(`0x${digest}`).toString(36).padStart(50, '0');
}

function plainString({ logicalId, properties }: Parameters<ResourceType['ref']>[0], name: string): string {
  const value = properties[name];
  if (typeof value !== 'string') throw new Error(`${logicalId}: ${name} must be a plain string`);
  return value;
}
