import { randomBytes } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';

export interface UserPool {
  readonly UserPoolId: string;
  readonly ClientId: string;
}

/** Tells the users that were made here, whose passwords nobody knows, from people who have one of their own. */
const mark = { Name: 'nickname', Value: 'npm run user' };

/**
 * An access token for a user of the pool. One that does not exist is made; the password is a new one each time, and
 * forgotten. Rejects for users that were not made here: theirs is not to be changed.
 */
export async function signInToCognito({ UserPoolId, ClientId }: UserPool, user: string): Promise<string> {
  const client = new CognitoIdentityProviderClient({});
  const one = { UserPoolId, Username: user };
  await provideUser(client, one);
  const Password = newPassword();
  await client.send(new AdminSetUserPasswordCommand({ ...one, Password, Permanent: true }));
  const { AuthenticationResult, ChallengeName } = await client.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: user, PASSWORD: Password },
    }),
  );
  const token = AuthenticationResult?.AccessToken;
  if (token === undefined) throw new Error(`Cognito wants more than a password of ${user}: ${ChallengeName}`);
  return token;
}

async function provideUser(
  client: CognitoIdentityProviderClient,
  user: { UserPoolId: string; Username: string },
): Promise<void> {
  const attributes = await attributesOf(client, user);
  if (attributes === undefined) {
    const made = { ...user, UserAttributes: [mark], MessageAction: 'SUPPRESS' as const };
    await client.send(new AdminCreateUserCommand(made));
  } else if (!attributes.some(({ Name, Value }) => Name === mark.Name && Value === mark.Value)) {
    throw new Error(`${user.Username} has a password of their own, which is left alone: take another name`);
  }
}

async function attributesOf(
  client: CognitoIdentityProviderClient,
  user: { UserPoolId: string; Username: string },
) {
  try {
    return (await client.send(new AdminGetUserCommand(user))).UserAttributes ?? [];
  } catch (error) {
    if (error instanceof UserNotFoundException) return undefined;
    throw error;
  }
}

/** With one of each kind that Cognito asks for by default. */
function newPassword(): string {
  return `aA1!${randomBytes(32).toString('base64url')}`;
}
