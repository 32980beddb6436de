import { Stack, Token } from 'aws-cdk-lib';
import type { IUserPool, IUserPoolClient, UserPool } from 'aws-cdk-lib/aws-cognito';

/** Where the customers' access tokens come from: an OpenID Connect issuer, or a user pool of the app. */
export type TaskAuth =
  | {
      /** `https://login.example` */
      readonly issuer: string;
      /** Of its access tokens: `aud`, or `client_id` where there is no `aud`. */
      readonly audience: string;
    }
  | { readonly userPool: IUserPool; readonly client: IUserPoolClient };

/** API Gateway reads the issuer's keys by HTTPS. */
export function authFault(auth: TaskAuth): string | undefined {
  if (!('issuer' in auth)) return undefined;
  const { issuer, audience } = auth;
  if (!Token.isUnresolved(issuer) && !/^https:\/\/[^/]/.test(issuer)) {
    return `auth.issuer is an address with https://, not "${issuer}"`;
  }
  return audience === '' ? 'auth.audience is empty' : undefined;
}

/** What the authorizers of both APIs are told. */
export function issuerOf(auth: TaskAuth): { readonly issuer: string; readonly audience: string } {
  if ('issuer' in auth) return auth;
  return { issuer: providerUrlOf(auth.userPool), audience: auth.client.userPoolClientId };
}

/** A user pool that was imported does not tell its address. */
function providerUrlOf(userPool: IUserPool): string {
  const { userPoolProviderUrl } = userPool as Partial<UserPool>;
  const { region, urlSuffix } = Stack.of(userPool);
  return userPoolProviderUrl ?? `https://cognito-idp.${region}.${urlSuffix}/${userPool.userPoolId}`;
}
