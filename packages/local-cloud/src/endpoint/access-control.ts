import type { Authorizer } from '../iam/authorizer.ts';
import type { AwsCall, Caller } from './aws-call.ts';
import type { Permission } from './needed-permissions.ts';
import { ServiceError } from './service-error.ts';

/** A call that IAM did not allow. */
export interface Denial {
  readonly caller: Caller;
  readonly action: string;
  readonly resource: string;
  /** The sentence that AWS would answer with. */
  readonly message: string;
}

/** Rejects with the `ServiceError` of a caller that lacks one of the permissions. */
export async function requirePermissions(
  { caller, service }: Pick<AwsCall, 'caller' | 'service'>,
  permissions: readonly Permission[],
  authorizer: Authorizer,
  onDenied: (denial: Denial) => void,
): Promise<void> {
  if (caller.kind === 'root') return;
  for (const { action, resource } of permissions) {
    const decision = await authorizer.authorize({ roleArn: caller.roleArn, action, resource });
    if (decision.allowed) continue;
    const shown = shownAction(service, action);
    const reason = decision.reason.replaceAll(action, shown);
    const message = `User: ${userOf(caller)} is not authorized to perform: ${shown} on resource: ${resource} ${reason}`;
    onDenied({ caller, action, resource, message });
    throw new ServiceError('AccessDeniedException', message, service.startsWith('dynamodb') ? 400 : 403);
  }
}

/** SQS writes its actions in small letters, SNS its name in capitals. */
function shownAction(service: AwsCall['service'], action: string): string {
  if (service === 'sqs') return action.toLowerCase();
  return service === 'sns' ? action.replace('sns:', 'SNS:') : action;
}

/** Lambda calls the session of a function's role by the function's name. */
function userOf({ roleArn, name }: Extract<Caller, { kind: 'role' }>): string {
  return `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${name}`;
}
