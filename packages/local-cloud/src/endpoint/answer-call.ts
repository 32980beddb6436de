import { checkForm, type Form, readForm } from '../s3/form.ts';
import type { S3Request } from '../s3/parse-s3-request.ts';
import { addressSigner, formSigner, type SecretOf, type Signer } from '../s3/presigned.ts';
import { requirePermissions } from './access-control.ts';
import type { AwsCall } from './aws-call.ts';
import { callConnection } from './connections.ts';
import type { EndpointWiring } from './endpoint-wiring.ts';
import { accessKeyIdIn, identifyCaller } from './identify-caller.ts';
import { knownActions } from './known-actions.ts';
import { neededPermissions } from './needed-permissions.ts';
import type { ParsedRequest } from './parse-request.ts';
import { errorReply, ServiceError } from './service-error.ts';
import type { RequestBody, ServiceReply } from './service-reply.ts';

export interface Arrival {
  readonly request: ParsedRequest;
  readonly data: Buffer;
  readonly authorization: string | undefined;
  readonly session: string | undefined;
  readonly traceHeader: string | undefined;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

/** Answers one call: who calls, may it, intercept, forward. Rejects with what is no error of the service. */
export async function answerCall(arrival: Arrival, wiring: EndpointWiring): Promise<ServiceReply | 'drop'> {
  const { intercept = (_, forward) => forward() } = wiring;
  const { service } = arrival.request;
  return await orServiceError(service, async () => {
    const form = await formIn(arrival);
    const asked = form ? { ...arrival, request: withKey(arrival.request, form.key) } : arrival;
    const call = await allowedCall(asked, form, wiring);
    return await intercept(call, (body = call.body) =>
      orServiceError(service, () => forward(asked, body, wiring)),
    );
  });
}

async function formIn({ request: { action, s3 }, data }: Arrival): Promise<Form | undefined> {
  return action === 'PostObject' && s3 ? readForm(s3, data) : undefined;
}

/** A form names its object in its body. */
function withKey(request: ParsedRequest, key: string): ParsedRequest {
  return { ...request, ...(request.s3 && { s3: { ...request.s3, key } }) };
}

async function allowedCall(
  arrival: Arrival,
  form: Form | undefined,
  wiring: EndpointWiring,
): Promise<AwsCall> {
  const { request, authorization, signal } = arrival;
  const { context, callers, authorizer, onDenied = () => undefined } = wiring;
  const { service, action, body } = request;
  const signer = signerOf(request.s3, form, wiring.secretOf);
  const caller = identifyCaller(signer?.accessKeyId ?? accessKeyIdIn(authorization), service, callers);
  if (!knownActions[service].includes(action)) {
    throw new ServiceError(
      'UnknownOperationException',
      `The local cloud does not serve ${service} ${action}`,
    );
  }
  const apiId = request.connection ? wiring.apiIdOf(request.connection) : '';
  if (form) checkForm(form, request.s3?.bucket ?? '');
  const permissions = neededPermissions(request, context, apiId, arrival.data);
  const session = signer?.session ?? arrival.session;
  await requirePermissions({ caller, service }, permissions, authorizer, onDenied);
  return { caller, session, service, action, resource: permissions[0]?.resource ?? '*', body, signal };
}

/** Whoever signed the form or the address, where it is not the header that says it. */
function signerOf(
  request: S3Request | undefined,
  form: Form | undefined,
  secretOf: SecretOf,
): Signer | undefined {
  if (form) return formSigner(form, secretOf);
  return request && addressSigner(request, secretOf);
}

function forward(
  { request, data, traceHeader, signal }: Arrival,
  body: RequestBody,
  wiring: EndpointWiring,
): Promise<ServiceReply> {
  const { service, action, connection } = request;
  switch (service) {
    case 'sqs':
      return wiring.queues.call(action, body, signal, traceHeader);
    case 'sns':
      return wiring.topics.call(action, body, traceHeader);
    case 'dynamodb':
      return wiring.tables.call(action, body);
    case 'dynamodb-streams':
      return wiring.tables.streams.call(action, body);
    case 's3':
      return wiring.buckets.call(request.s3 as S3Request, data, traceHeader);
    case 'execute-api':
      return callConnection(wiring.connections, action, connection?.id ?? '', data);
  }
}

async function orServiceError<Reply>(
  service: AwsCall['service'],
  answer: () => Promise<Reply>,
): Promise<Reply | ServiceReply> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ServiceError) return errorReply(service, error);
    throw error;
  }
}
