import { ErrorResponse, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { ShopConfig } from './shop-config.ts';

/** What to do after the way to the issuer and back. */
export interface AfterSignIn {
  readonly path: string;
  /** An order to place: request and Idempotency-Key. */
  readonly order?: { readonly request: unknown; readonly key: string };
}

/** Remembered over tabs: who is signed in to this shop with this browser. */
const hintKey = 'coffee.customer';
/** In this tab the way to the issuer was taken already, and led nowhere. */
const triedKey = 'coffee.tried';
/** Seconds; less is not enough for a request. */
const shortestLife = 30;

/** Sign-in by authorization code and PKCE. Tokens live in this tab only. */
export class SignIn {
  readonly #manager: UserManager;
  readonly #listeners: (() => void)[] = [];
  #renewal: Promise<User> | undefined;

  constructor({ auth }: ShopConfig) {
    const here = `${location.origin}/`;
    const store = new WebStorageStateStore({ store: sessionStorage });
    this.#manager = new UserManager({
      authority: auth.issuer,
      client_id: auth.clientId,
      scope: auth.scope,
      redirect_uri: here,
      post_logout_redirect_uri: here,
      userStore: store,
      stateStore: store,
      // Asked for when it is needed; and there are no frames, for which the page's policy has no place.
      automaticSilentRenew: false,
    });
    addEventListener('storage', ({ key, newValue }) => {
      if (key === hintKey && newValue === null) void this.#forget();
    });
  }

  /**
   * Completes the way back from the issuer, if that is where we come from. Otherwise a tab of a browser that is
   * signed in goes there by itself, which the issuer answers without asking: then this never resolves.
   * Rejects with what the issuer said.
   */
  async arrive(): Promise<AfterSignIn | undefined> {
    const search = new URLSearchParams(location.search);
    if (search.has('state') && (search.has('code') || search.has('error'))) return this.#comeBack();
    if ((await this.customer()) !== undefined) return undefined;
    const known = localStorage.getItem(hintKey);
    if (known === null || sessionStorage.getItem(triedKey) !== null) return undefined;
    sessionStorage.setItem(triedKey, 'yes');
    return this.start({ path: location.pathname }, known);
  }

  /** Leaves the page. `hint` is the name that the issuer is told, for its form. */
  async start(after: AfterSignIn, hint: string): Promise<never> {
    await this.#manager.signinRedirect({ state: after, login_hint: hint });
    return new Promise(() => {});
  }

  /** Leaves the page if the issuer has a session to end. */
  async end(): Promise<void> {
    const { client_id, post_logout_redirect_uri = '' } = this.#manager.settings;
    localStorage.removeItem(hintKey);
    if ((await this.#manager.metadataService.getEndSessionEndpoint()) === undefined) return this.#forget();
    // Cognito has names of its own for them.
    await this.#manager.signoutRedirect({
      extraQueryParams: { client_id, logout_uri: post_logout_redirect_uri },
    });
  }

  /** How to address who is signed in; undefined when nobody is. */
  async customer(): Promise<string | undefined> {
    const user = await this.#manager.getUser();
    return user ? nameOf(user) : undefined;
  }

  /** An access token; rejects when nobody is signed in. */
  readonly token = async ({ refresh }: { readonly refresh: boolean }): Promise<string> => {
    const user = await this.#manager.getUser();
    if (!user) throw new Error('Nobody is signed in.');
    const lives = user.expires_in ?? Number.POSITIVE_INFINITY;
    if (!refresh && lives > shortestLife) return user.access_token;
    this.#renewal ??= this.#renew(user).finally(() => {
      this.#renewal = undefined;
    });
    return (await this.#renewal).access_token;
  };

  /** Calls `listener` when nobody is signed in any more, in whatever tab that was decided. */
  onEnd(listener: () => void): void {
    this.#listeners.push(listener);
  }

  async #comeBack(): Promise<AfterSignIn | undefined> {
    try {
      const user = await this.#manager.signinRedirectCallback();
      sessionStorage.removeItem(triedKey);
      localStorage.setItem(hintKey, nameOf(user));
      return user.state as AfterSignIn;
    } catch (error) {
      localStorage.removeItem(hintKey);
      throw error;
    } finally {
      history.replaceState(null, '', '/');
    }
  }

  async #renew(user: User): Promise<User> {
    const renewed =
      user.refresh_token === undefined ? null : await this.#manager.signinSilent().catch(refused);
    if (renewed) return renewed;
    await this.#forget();
    throw new Error('The sign-in has expired.');
  }

  async #forget(): Promise<void> {
    await this.#manager.removeUser();
    for (const listener of this.#listeners) listener();
  }
}

function nameOf({ profile }: User): string {
  const username = profile['cognito:username'] as string | undefined;
  return profile.preferred_username ?? username ?? profile.name ?? profile.email ?? profile.sub;
}

/** The issuer refused, and will again; anything else is trouble on the way, and passes. */
function refused(error: unknown): null {
  if (error instanceof ErrorResponse) return null;
  throw error;
}
