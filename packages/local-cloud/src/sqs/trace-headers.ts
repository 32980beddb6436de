import type { RequestBody } from '../endpoint/service-reply.ts';

/** Bounds the memory: older messages lose their trace, which only forgets how often they went round. */
const maxTraces = 50_000;

/** Remembers the system attribute `AWSTraceHeader` of messages, which fauxqs does not keep. */
export interface TraceHeaders {
  /** `traceHeader` is that of the call; a message's own attribute comes first. */
  sent(request: RequestBody, reply: unknown, traceHeader: string | undefined): void;
  /** Adds the attribute to received messages if the request asked for it. */
  received(request: RequestBody, reply: unknown): unknown;
}

export function createTraceHeaders(): TraceHeaders {
  const traces = new Map<string, string>();

  return {
    sent(request, reply, traceHeader) {
      for (const { entry, messageId } of sentMessages(request, reply)) {
        const trace = entry.MessageSystemAttributes?.AWSTraceHeader?.StringValue ?? traceHeader;
        if (trace !== undefined) remember(messageId, trace);
      }
    },
    received(request, reply) {
      const { Messages } = reply as { Messages?: Message[] };
      if (Messages === undefined || !asksForTraces(request)) return reply;
      return { ...(reply as object), Messages: Messages.map(withTrace) };
    },
  };

  function remember(messageId: string, trace: string): void {
    traces.set(messageId, trace);
    const [oldest] = traces.keys();
    if (traces.size > maxTraces && oldest !== undefined) traces.delete(oldest);
  }

  function withTrace(message: Message): Message {
    const trace = traces.get(message.MessageId);
    return trace === undefined
      ? message
      : { ...message, Attributes: { ...message.Attributes, AWSTraceHeader: trace } };
  }
}

interface Message {
  readonly MessageId: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

interface Entry {
  readonly Id?: string;
  readonly MessageSystemAttributes?: { readonly AWSTraceHeader?: { readonly StringValue?: string } };
}

function sentMessages(request: RequestBody, reply: unknown): { entry: Entry; messageId: string }[] {
  const { MessageId, Successful = [] } = reply as {
    MessageId?: string;
    Successful?: { Id: string; MessageId: string }[];
  };
  if (MessageId !== undefined) return [{ entry: request as Entry, messageId: MessageId }];
  const entries = request.Entries as Entry[];
  return Successful.map(({ Id, MessageId: messageId }) => ({
    entry: entries.find((entry) => entry.Id === Id) ?? {},
    messageId,
  }));
}

function asksForTraces({ AttributeNames, MessageSystemAttributeNames }: RequestBody): boolean {
  const names = [AttributeNames, MessageSystemAttributeNames].flat();
  return names.includes('All') || names.includes('AWSTraceHeader');
}
