import { randomBytes } from 'node:crypto';
import type { Caller } from './endpoint/aws-call.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface CredentialStore {
  /** New keys for who calls as this. */
  issue(caller: Caller): Credentials;
  /** By access key id. */
  readonly callers: ReadonlyMap<string, Caller>;
  /** Of an access key. */
  secretOf(accessKeyId: string): string | undefined;
}

/** Keys of this run: nobody can guess them, and none outlives it. */
export function createCredentialStore(): CredentialStore {
  const callers = new Map<string, Caller>();
  const secrets = new Map<string, string>();
  return {
    callers,
    secretOf: (accessKeyId) => secrets.get(accessKeyId),
    issue(caller) {
      const accessKeyId = `ASIA${randomBytes(16).toString('hex').toUpperCase()}`;
      const secretAccessKey = randomBytes(32).toString('base64');
      callers.set(accessKeyId, caller);
      secrets.set(accessKeyId, secretAccessKey);
      return { accessKeyId, secretAccessKey };
    },
  };
}
