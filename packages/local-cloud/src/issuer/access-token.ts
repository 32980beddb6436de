import { randomUUID } from 'node:crypto';

export interface AccessTokenOptions {
  readonly user: string;
  readonly clientId: string;
  readonly scope: string;
  /** Cognito's access tokens have no `aud`; tests of other issuers' tokens may want one. */
  readonly audience?: string | undefined;
}

interface MutablePayload {
  iat: number;
  nbf?: number;
  [claim: string]: unknown;
}

/**
 * Makes a payload look like that of a Cognito access token. Unlike Cognito's, `sub` is the user's name itself.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function shapeAccessToken(payload: MutablePayload, options: AccessTokenOptions): void {
  delete payload.nbf;
  Object.assign(payload, {
    sub: options.user,
    username: options.user,
    client_id: options.clientId,
    scope: options.scope,
    token_use: 'access',
    auth_time: payload.iat,
    jti: randomUUID(),
    ...(options.audience !== undefined && { aud: options.audience }),
  });
}
