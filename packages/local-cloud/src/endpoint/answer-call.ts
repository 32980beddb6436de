import { requirePermissions } from './access-control.ts';
import type { AwsCall } from './aws-call.ts';
import { callConnection } from './connections.ts';
import type { EndpointWiring } from './endpoint-wiring.ts';
import { identifyCaller } from './identify-caller.ts';
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
    const call = await allowedCall(arrival, wiring);
    return await intercept(call, (body = call.body) =>
      orServiceError(service, () => forward(arrival, body, wiring)),
    );
  });
}

async function allowedCall(arrival: Arrival, wiring: EndpointWiring): Promise<AwsCall> {
  const { request, authorization, session, signal } = arrival;
  const { context, callers, authorizer, onDenied = () => undefined } = wiring;
  const { service, action, body } = request;
  const caller = identifyCaller(authorization, service, callers);
  if (!knownActions[service].includes(action)) {
    throw new ServiceError(
      'UnknownOperationException',
      `The local cloud does not serve ${service} ${action}`,
    );
  }
  const apiId = request.connection ? wiring.apiIdOf(request.connection) : '';
  const permissions = neededPermissions(request, context, apiId);
  await requirePermissions({ caller, service }, permissions, authorizer, onDenied);
  return { caller, session, service, action, resource: permissions[0]?.resource ?? '*', body, signal };
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
    case 'dynamodb':
      return wiring.tables.call(action, body);
    case 'dynamodb-streams':
      return wiring.tables.streams.call(action, body);
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
