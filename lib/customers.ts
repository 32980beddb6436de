import { RemovalPolicy } from 'aws-cdk-lib';
import { UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';

export interface CustomersProps {
  /** Your own OpenID Connect issuer and the audience of its tokens. @default a Cognito user pool is made */
  readonly existing?: { readonly issuer: string; readonly audience: string };
}

/** Who may order: where tokens come from. */
export class Customers extends Construct {
  readonly issuer: string;
  /** What the tokens must be for: `aud`, or `client_id` where there is no `aud`. */
  readonly audience: string;
  /** Absent with an issuer of your own. */
  readonly userPool?: UserPool;

  constructor(scope: Construct, id: string, props: CustomersProps) {
    super(scope, id);
    if (props.existing) {
      this.issuer = props.existing.issuer;
      this.audience = props.existing.audience;
      return;
    }
    this.userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.issuer = this.userPool.userPoolProviderUrl;
    this.audience = this.addClient(this.userPool).userPoolClientId;
  }

  private addClient(userPool: UserPool): UserPoolClient {
    return userPool.addClient('Client', {
      generateSecret: false,
      // No page signs in by redirect: the implicit flow to example.com, CDK's default, must not stand open.
      disableOAuth: true,
      authFlows: { userSrp: true, adminUserPassword: true },
      preventUserExistenceErrors: true,
    });
  }
}
