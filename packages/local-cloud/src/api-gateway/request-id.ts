import { randomBytes } from 'node:crypto';

/** An id of the form API Gateway gives to requests, connections and messages, such as `JKJaXmPLvHcESHA=`. */
export function newRequestId(): string {
  return `${randomBytes(11).toString('base64url')}=`;
}
