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
}

/** Keys of this run: nobody can guess them, and none outlives it. */
export function createCredentialStore(): CredentialStore {
  const callers = new Map<string, Caller>();
  return {
    callers,
    issue(caller) {
      const accessKeyId = `ASIA${randomBytes(16).toString('hex').toUpperCase()}`;
      callers.set(accessKeyId, caller);
      return { accessKeyId, secretAccessKey: randomBytes(32).toString('base64') };
    },
  };
}
