import type { Deployment } from './deployment.ts';

/** An access token for the user of that name, who is made if need be. */
export async function signIn({ stack, outputs, tokenUrl }: Deployment, user: string): Promise<string> {
  if (tokenUrl !== undefined) return localToken(tokenUrl, user);
  const { UserPoolId, ClientId } = outputs;
  if (UserPoolId === undefined) {
    throw new Error(
      `the stack ${stack} has no user pool: get a token of ${outputs.Issuer} and set COFFEE_TOKEN`,
    );
  }
  const { signInToCognito } = await import('./cognito.ts');
  return signInToCognito({ UserPoolId, ClientId }, user);
}

async function localToken(tokenUrl: string, user: string): Promise<string> {
  const answer = await fetch(`${tokenUrl}?${new URLSearchParams({ user })}`);
  const { access_token, detail, title } = (await answer.json()) as Record<string, unknown>;
  if (typeof access_token !== 'string') throw new Error(String(detail ?? title));
  return access_token;
}
