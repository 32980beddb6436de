import { randomBytes } from 'node:crypto';

/** An id of the form API Gateway gives to requests, connections and messages, such as `JKJaXmPLvHcESHA=`. */
export function newRequestId(): string {
  return `${randomBytes(11).toString('base64url')}=`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment (milliseconds since 1970) as web servers log it: `19/Jan/2023:21:13:26 +0000`. */
export function requestTime(epoch: number): string {
  const [date = '', time = ''] = new Date(epoch).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}
