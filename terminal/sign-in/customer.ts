import { CoffeeClient, type TokenSource } from '../../coffee/client/index.ts';
import { UsageError } from '../usage-error.ts';
import type { Deployment } from './deployment.ts';
import { signIn } from './sign-in.ts';

/** Who orders when nobody says who, on this machine. */
const regular = 'shawn';

/** A client in the name of `user`, or else of whom the token in COFFEE_TOKEN is of. */
export function customerOf(
  deployment: Deployment,
  user: string | undefined,
  { COFFEE_TOKEN: token }: Readonly<NodeJS.ProcessEnv>,
): CoffeeClient {
  const { ApiUrl: apiUrl, LiveUrl: liveUrl } = deployment.outputs;
  const source = user === undefined && token ? given(token) : signedIn(deployment, user);
  return new CoffeeClient({ apiUrl, liveUrl, token: source });
}

function given(text: string): TokenSource {
  // A file's token ends with a line break.
  const token = text.trim();
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new UsageError('COFFEE_TOKEN is no token: npm run user prints one');
  return async ({ refresh }) => {
    if (refresh) throw new Error('COFFEE_TOKEN was refused: it has expired, or is for another shop');
    return token;
  };
}

function signedIn(deployment: Deployment, name: string | undefined): TokenSource {
  const user = name ?? (deployment.stack === undefined ? regular : undefined);
  if (user === undefined) {
    throw new UsageError('who orders? Say --user NAME, or give a token in COFFEE_TOKEN');
  }
  let known: string | undefined;
  let asking: Promise<string> | undefined;
  return async ({ refresh }) => {
    if (known !== undefined && !refresh) return known;
    asking ??= signIn(deployment, user).finally(() => {
      asking = undefined;
    });
    known = await asking;
    return known;
  };
}
