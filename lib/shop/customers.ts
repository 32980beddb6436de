import { Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { OAuthScope, UserPool, type UserPoolClient, type UserPoolDomain } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { TaskAuth } from '../task-auth.ts';

/** An OpenID Connect issuer of your own. */
export interface ExistingIssuer {
  readonly issuer: string;
  /** Of its access tokens. */
  readonly audience: string;
  /** What the page signs customers in as. @default the audience */
  readonly clientId?: string;
  /** A token must have at least one of these. @default openid */
  readonly scopes?: readonly string[];
}

export interface CustomersProps {
  /** Your own issuer. @default a Cognito user pool is made */
  readonly existing?: ExistingIssuer;
  /** Where customers come back to from signing in: `https://d111111abcdef8.cloudfront.net` */
  readonly pageOrigin: string;
}

/** Who may order: where tokens come from. */
export class Customers extends Construct {
  readonly issuer: string;
  /** What the tokens must be of and for. */
  readonly auth: TaskAuth;
  /** What the page signs customers in as. */
  readonly clientId: string;
  /** What the page asks for when it signs customers in: scopes, with blanks between them. */
  readonly scope: string;
  /** Where a browser has to go to for tokens, as sources of a Content-Security-Policy. */
  readonly addresses: readonly string[];
  /** Absent with an issuer of your own. */
  readonly userPool?: UserPool;

  constructor(scope: Construct, id: string, props: CustomersProps) {
    super(scope, id);
    if (props.existing) {
      this.auth = props.existing;
      this.issuer = props.existing.issuer;
      this.clientId = props.existing.clientId ?? props.existing.audience;
      this.scope = [...new Set(['openid', ...(props.existing.scopes ?? [])])].join(' ');
      this.addresses = [new URL(this.issuer).origin];
      return;
    }
    this.scope = 'openid';
    this.userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.issuer = this.userPool.userPoolProviderUrl;
    const client = this.addClient(this.userPool, `${props.pageOrigin}/`);
    this.clientId = client.userPoolClientId;
    this.auth = { userPool: this.userPool, client };
    this.addresses = [`${this.issuer}/`, `${this.addSignInPage(this.userPool).baseUrl()}/oauth2/`];
  }

  private addClient(userPool: UserPool, page: string): UserPoolClient {
    return userPool.addClient('Client', {
      generateSecret: false,
      authFlows: { userSrp: true, adminUserPassword: true },
      preventUserExistenceErrors: true,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID],
        callbackUrls: [page],
        logoutUrls: [page],
      },
    });
  }

  /** Its name must be free in the whole region: the stack's own id is. */
  private addSignInPage(userPool: UserPool): UserPoolDomain {
    const unique = Fn.select(2, Fn.split('/', Stack.of(this).stackId));
    return userPool.addDomain('SignIn', { cognitoDomain: { domainPrefix: `smart-coffee-${unique}` } });
  }
}
