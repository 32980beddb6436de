import type { Caller, Service } from './aws-call.ts';
import { ServiceError } from './service-error.ts';

/** Of a SigV4 `Authorization` header. */
export function accessKeyIdIn(authorization: string | undefined): string | undefined {
  return /^AWS4-HMAC-SHA256 Credential=([^/]+)\//.exec(authorization ?? '')?.[1];
}

/**
 * The owner of an access key. Throws the error that the service gives for no key or an
 * unknown one. The signature itself is not checked: whoever reaches the loopback interface can read the keys as well.
 */
export function identifyCaller(
  accessKeyId: string | undefined,
  service: Service,
  callers: ReadonlyMap<string, Caller>,
): Caller {
  const status = service === 'dynamodb' || service === 'dynamodb-streams' ? 400 : 403;
  if (accessKeyId === undefined) {
    throw new ServiceError(
      'MissingAuthenticationTokenException',
      'Request is missing Authentication Token',
      status,
    );
  }
  const caller = callers.get(accessKeyId);
  if (caller !== undefined) return caller;
  const code =
    service === 'sqs' || service === 'sns' ? 'InvalidClientTokenId' : 'UnrecognizedClientException';
  throw new ServiceError(code, 'The security token included in the request is invalid.', status);
}
