import { createHash, randomUUID } from 'node:crypto';
import { ServiceError } from '../endpoint/service-error.ts';
import type { RequestBody } from '../endpoint/service-reply.ts';

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

/** A message that was published to a topic. */
export interface Publication {
  readonly topicArn: string;
  readonly messageId: string;
  readonly subject: string | undefined;
  readonly message: string;
  /** Messages of their own for protocols, where `MessageStructure` is `json`. */
  readonly byProtocol: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly groupId: string | undefined;
  /** Given, or made of the message. */
  readonly deduplicationId: string;
  /** Id of the entry of a batch. */
  readonly entryId: string | undefined;
}

/** What a call of Publish or PublishBatch publishes, from the parameters of the Query protocol. Throws `ServiceError`. */
export function readPublications(action: string, body: RequestBody): readonly Publication[] {
  const params = body as Readonly<Record<string, string>>;
  if (action === 'Publish') return [readPublication(params, '')];
  const prefix = 'PublishBatchRequestEntries.member.';
  return numbersAfter(params, prefix).map((n) => readPublication(params, `${prefix}${n}.`));
}

/** What an AWS service publishes. */
export function publicationOf(topicArn: string, message: string, subject: string): Publication {
  return readPublication({ TopicArn: topicArn, Message: message, Subject: subject }, '');
}

function readPublication(params: Readonly<Record<string, string>>, prefix: string): Publication {
  const given = (name: string): string | undefined => params[prefix + name];
  const message = given('Message') ?? '';
  const isStructured = given('MessageStructure') === 'json';
  const byProtocol = isStructured ? readStructure(message) : {};
  return {
    topicArn: params.TopicArn ?? params.TargetArn ?? '',
    messageId: randomUUID(),
    subject: given('Subject'),
    message: byProtocol.default ?? message,
    byProtocol,
    attributes: readAttributes(params, `${prefix}MessageAttributes.entry.`),
    groupId: given('MessageGroupId'),
    deduplicationId: given('MessageDeduplicationId') ?? createHash('sha256').update(message).digest('hex'),
    entryId: given('Id'),
  };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html, MessageStructure */
function readStructure(message: string): Readonly<Record<string, string>> {
  const invalid = (reason: string) =>
    new ServiceError('InvalidParameter', `Invalid parameter: Message Structure - ${reason}`);
  let structure: Record<string, unknown>;
  try {
    structure = Object(JSON.parse(message));
  } catch {
    throw invalid('JSON message body failed to parse');
  }
  if (typeof structure.default !== 'string') throw invalid('No default entry in JSON message body');
  return Object.fromEntries(
    Object.entries(structure).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function readAttributes(
  params: Readonly<Record<string, string>>,
  prefix: string,
): Readonly<Record<string, MessageAttribute>> {
  return Object.fromEntries(
    numbersAfter(params, prefix).map((n) => {
      const part = (name: string) => params[`${prefix}${n}.${name}`];
      const [text, bytes] = [part('Value.StringValue'), part('Value.BinaryValue')];
      const attribute: MessageAttribute = {
        DataType: part('Value.DataType') ?? '',
        ...(text !== undefined && { StringValue: text }),
        ...(bytes !== undefined && { BinaryValue: bytes }),
      };
      return [part('Name') ?? '', attribute];
    }),
  );
}

/** The Query protocol counts the entries of lists and maps from 1. */
function numbersAfter(params: Readonly<Record<string, string>>, prefix: string): readonly string[] {
  const names = Object.keys(params).filter((name) => name.startsWith(prefix));
  return [...new Set(names.map((name) => name.slice(prefix.length).split('.')[0] ?? ''))];
}
