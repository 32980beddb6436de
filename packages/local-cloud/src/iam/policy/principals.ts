import type { Principal, Statement } from './policy-document.ts';

/** Who makes a request. */
export type Caller =
  | {
      readonly kind: 'role';
      readonly roleArn: string;
      readonly sessionArn: string;
      readonly accountId: string;
    }
  /** `scheduler.amazonaws.com` */
  | { readonly kind: 'service'; readonly name: string };

/** Whether a statement of a resource's policy is about the caller: as itself, or as one of its account. */
export function isAbout(
  { Principal, NotPrincipal }: Statement,
  caller: Caller,
): 'self' | 'account' | undefined {
  if (NotPrincipal) return named(NotPrincipal, caller) ? undefined : 'self';
  return Principal && named(Principal, caller);
}

function named(principal: Principal, caller: Caller): 'self' | 'account' | undefined {
  if (principal === '*') return 'self';
  const { AWS = [], Service = [] } = principal;
  if (AWS.includes('*')) return 'self';
  if (caller.kind === 'service') return Service.includes(caller.name) ? 'self' : undefined;
  const { roleArn, sessionArn, accountId } = caller;
  if (AWS.includes(roleArn) || AWS.includes(sessionArn)) return 'self';
  return AWS.some((one) => one === accountId || new RegExp(`^arn:[^:]+:iam::${accountId}:root$`).test(one))
    ? 'account'
    : undefined;
}
