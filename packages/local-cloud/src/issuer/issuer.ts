import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  Events,
  type MutableRedirectUri,
  type MutableResponse,
  type MutableToken,
  OAuth2Issuer,
  OAuth2Service,
} from 'oauth2-mock-server';
import { shapeAccessToken } from './access-token.ts';
import { issuerPath, issuerUrl } from './issuer-url.ts';
import { type Grant, grantOfRefreshToken, refreshTokenOf } from './refresh-token.ts';
import { provideSigningKey } from './signing-key.ts';

export interface Issuer {
  readonly url: string;
  /** Answers what is below `/oidc` on the public server: discovery, keys, and the flows of OAuth 2. */
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** An access token for a user of that name; no user needs to be made first. */
  token(user: string, options?: TokenOptions): Promise<string>;
}

interface TokenOptions {
  /** Seconds; below zero makes a token that has expired already. @default 3600 */
  readonly expiresIn?: number;
  /** Replaces the client id that the gateway looks for. */
  readonly clientId?: string;
  readonly audience?: string;
  readonly scope?: string;
}

export interface IssuerInput {
  readonly publicUrl: string;
  /** The AWS::Cognito::UserPoolClient's. */
  readonly clientId: string;
  /** Blanks between several. @default 'openid' */
  readonly scope?: string;
  /** Keeps the key, so that tokens outlive a restart. @default a new key each time */
  readonly dataDir?: string | undefined;
}

/** Who signs in without saying who they are. */
const unnamedUser = 'guest';

/** The local stand-in for a Cognito user pool. It trusts everyone; it is reachable from this machine only. */
export async function startIssuer(input: IssuerInput): Promise<Issuer> {
  const { publicUrl, clientId, scope = 'openid', dataDir } = input;
  const issuer = new OAuth2Issuer();
  issuer.url = issuerUrl(publicUrl);
  await provideSigningKey(issuer.keys, dataDir);
  const service = new OAuth2Service(issuer);
  nameUsers(service, { clientId, scope });

  return {
    url: issuer.url,
    handle(req, res) {
      req.url = req.url?.slice(issuerPath.length) || '/';
      service.requestHandler(req, res);
    },
    token: (user, { expiresIn = 3600, ...options } = {}) =>
      issuer.buildToken({
        expiresIn,
        scopesOrTransform: (_header, payload) =>
          shapeAccessToken(payload, { clientId, scope, ...options, user }),
      }),
  };
}

/**
 * `login_hint` at the authorization endpoint, or `username` at the token endpoint, says whose tokens they are. A code
 * and a refresh token stand for a user and the scope that was granted; a scope asked for with them is ignored, as
 * Cognito does.
 */
function nameUsers(service: OAuth2Service, defaults: { clientId: string; scope: string }): void {
  const grantsByCode = new Map<string, Grant>();
  const grantOf = ({ code = '', username, scope, refresh_token = '' }: TokenRequest['body']): Grant =>
    grantsByCode.get(code) ??
    grantOfRefreshToken(refresh_token, defaults.scope) ?? {
      user: typeof username === 'string' ? username : unnamedUser,
      scope: scope ?? defaults.scope,
    };
  service.on(Events.BeforeAuthorizeRedirect, ({ url }: MutableRedirectUri, req: IncomingMessage) => {
    const asked = new URL(req.url ?? '/', 'http://localhost').searchParams;
    const [user, scope] = [asked.get('login_hint') || unnamedUser, asked.get('scope') || defaults.scope];
    const code = url.searchParams.get('code');
    if (code) grantsByCode.set(code, { user, scope });
  });
  service.on(Events.BeforeTokenSigning, ({ payload }: MutableToken, { body }: TokenRequest) => {
    const { user, scope } = grantOf(body);
    const isIdToken = !('scope' in payload);
    if (isIdToken) {
      Object.assign(payload, { sub: user, token_use: 'id' });
      return;
    }
    const clientId = typeof body.client_id === 'string' ? body.client_id : defaults.clientId;
    shapeAccessToken(payload, { user, clientId, scope });
  });
  service.on(Events.BeforeResponse, ({ body: answer }: MutableResponse, { body }: TokenRequest) => {
    const grant = grantOf(body);
    if ('access_token' in Object(answer)) Object.assign(answer, { scope: grant.scope });
    if ('refresh_token' in Object(answer)) Object.assign(answer, { refresh_token: refreshTokenOf(grant) });
    grantsByCode.delete(body.code ?? '');
  });
}

interface TokenRequest {
  readonly body: {
    code?: string;
    username?: unknown;
    client_id?: unknown;
    scope?: string;
    refresh_token?: string;
  };
}
