import type { Service } from './aws-call.ts';
import type { ServiceReply } from './service-reply.ts';

/** An error that a service answers with; what throws it need not know the protocol of the service. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** As in the service's API reference: `ThrottlingException`. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The error in the form of the service. */
export function errorReply(service: Service, { code, message, status }: ServiceError): ServiceReply {
  if (service === 'execute-api') {
    return { status, headers: { 'x-amzn-errortype': code }, body: { message } };
  }
  if (service === 's3') return xmlReply(code.replace(/Exception$/, ''), message, status);
  if (service === 'sns') return topicError(code, message, status);
  const fault = status < 500 ? 'Sender' : 'Receiver';
  // SDKs of SQS take the name of the error from this header, without the suffix of the JSON protocol:
  // https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
  const headers = { 'x-amzn-query-error': `${code.replace(/Exception$/, '')};${fault}` };
  return {
    status,
    ...(service === 'sqs' && { headers }),
    body: { __type: `${namespaces[service]}#${code}`, message },
  };
}

/** Of the Query protocol. */
function topicError(code: string, message: string, status: number): ServiceReply {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const named = topicErrors[code] ?? code.replace(/Exception$/, '');
  const xml = `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${type}</Type><Code>${named}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body: undefined, bytes: Buffer.from(xml) };
}

const topicErrors: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AuthorizationError',
  UnknownOperationException: 'InvalidAction',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function xmlReply(code: string, message: string, status: number): ServiceReply {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body: undefined, bytes: Buffer.from(xml) };
}

const namespaces = {
  sqs: 'com.amazonaws.sqs',
  dynamodb: 'com.amazonaws.dynamodb.v20120810',
  'dynamodb-streams': 'com.amazonaws.dynamodb.v20120810',
};
