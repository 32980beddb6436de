import * as v from 'valibot';
import type { IntegrationResult } from '../integration-invoker.ts';

export type ConnectAnswer =
  | { outcome: 'accepted'; subprotocol: string | undefined }
  | { outcome: 'refused'; status: number };

const proxyResponse = v.object({
  statusCode: v.pipe(v.union([v.number(), v.pipe(v.string(), v.digits(), v.transform(Number))]), v.integer()),
  headers: v.nullish(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
});

/** Reads from what $connect came to whether the client may come in, and with which subprotocol. */
export function readConnectAnswer(result: IntegrationResult): ConnectAnswer {
  switch (result.outcome) {
    case 'returned':
      return readResponse(result.payload);
    case 'timed-out':
      return { outcome: 'refused', status: 504 };
    case 'failed':
      return { outcome: 'refused', status: 502 };
    case 'throttled':
    case 'not-permitted':
      return { outcome: 'refused', status: 500 };
  }
}

function readResponse(payload: unknown): ConnectAnswer {
  const parsed = v.safeParse(proxyResponse, payload);
  if (!parsed.success) return { outcome: 'refused', status: 502 };
  const { statusCode, headers } = parsed.output;
  if (statusCode < 200 || statusCode > 299) return { outcome: 'refused', status: statusCode };
  const [, subprotocol] =
    Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol') ?? [];
  return { outcome: 'accepted', subprotocol: subprotocol?.toString() };
}
