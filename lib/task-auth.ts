import { Stack, Token } from 'aws-cdk-lib';
import type { IUserPool, IUserPoolClient, UserPool } from 'aws-cdk-lib/aws-cognito';

/** Where the customers' access tokens come from: an OpenID Connect issuer, or a user pool of the app. */
export type TaskAuth =
  | {
      /** `https://login.example` */
      readonly issuer: string;
      /** Of its access tokens: `aud`, or `client_id` where there is no `aud`. */
      readonly audience: string;
      /** A token must have at least one of these. @default openid */
      readonly scopes?: readonly string[];
    }
  | { readonly userPool: IUserPool; readonly client: IUserPoolClient };

/** API Gateway reads the issuer's keys by HTTPS. */
export function authFault(auth: TaskAuth): string | undefined {
  if (!('issuer' in auth)) return undefined;
  const { issuer, audience, scopes } = auth;
  if (scopes?.length === 0) return 'auth.scopes is empty: ID tokens would do for access tokens';
  if (!Token.isUnresolved(issuer) && !/^https:\/\/[^/]/.test(issuer)) {
    return `auth.issuer is an address with https://, not "${issuer}"`;
  }
  return audience === '' ? 'auth.audience is empty' : undefined;
}

/** What the authorizers of both APIs are told. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** An access token has at least one of these. ID tokens have no scopes, and so are refused. */
  readonly scopes: readonly string[];
}

/**
 * Cognito gives `openid` to who signs in on its pages, and the other scope to who signs in by its API.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
const cognitoScopes = ['openid', 'aws.cognito.signin.user.admin'];

export function tokenRulesOf(auth: TaskAuth): TokenRules {
  if ('issuer' in auth) return { scopes: ['openid'], ...auth };
  const { userPool, client } = auth;
  return { issuer: providerUrlOf(userPool), audience: client.userPoolClientId, scopes: cognitoScopes };
}

/** A user pool that was imported does not tell its address. */
function providerUrlOf(userPool: IUserPool): string {
  const { userPoolProviderUrl } = userPool as Partial<UserPool>;
  const { region, urlSuffix } = Stack.of(userPool);
  return userPoolProviderUrl ?? `https://cognito-idp.${region}.${urlSuffix}/${userPool.userPoolId}`;
}
