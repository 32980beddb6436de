import { ok, strictEqual } from 'node:assert';

export interface FakeUser {
  readonly attributes: readonly { readonly Name: string; readonly Value: string }[];
  password?: string;
}

type Input = Readonly<Record<string, unknown>>;

/** A user pool: the actions that the commands use, on these users. An action throws the name of its error. */
export class FakeUserPool {
  readonly users = new Map<string, FakeUser>();
  readonly #token: (user: string) => Promise<string>;

  constructor(token: (user: string) => Promise<string>) {
    this.#token = token;
  }

  readonly actions: Readonly<Record<string, (input: Input) => unknown>> = {
    AdminGetUser: ({ Username }) => ({ Username, UserAttributes: this.#user(Username).attributes }),

    AdminCreateUser: ({ Username, UserAttributes, MessageAction }) => {
      if (this.users.has(String(Username))) throw 'UsernameExistsException';
      // Without it Cognito writes a mail to a person who does not exist.
      strictEqual(MessageAction, 'SUPPRESS');
      this.users.set(String(Username), { attributes: UserAttributes as FakeUser['attributes'] });
      return {};
    },

    AdminSetUserPassword: ({ Username, Password, Permanent }) => {
      ok(Permanent, 'who signs in with a temporary password is asked for a new one');
      this.#user(Username).password = String(Password);
      return {};
    },

    AdminInitiateAuth: async ({ AuthFlow, AuthParameters }) => {
      strictEqual(AuthFlow, 'ADMIN_USER_PASSWORD_AUTH');
      const { USERNAME, PASSWORD } = AuthParameters as Readonly<Record<string, string>>;
      if (this.#user(USERNAME).password !== PASSWORD) throw 'NotAuthorizedException';
      return { AuthenticationResult: { AccessToken: await this.#token(String(USERNAME)) } };
    },
  };

  #user(name: unknown): FakeUser {
    const user = this.users.get(String(name));
    if (!user) throw 'UserNotFoundException';
    return user;
  }
}
