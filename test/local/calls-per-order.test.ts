import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { shopApp, shopOptions } from '../../bin/start/shop.ts';
import { synthesizeCached } from '../../packages/local-cloud/src/assembly/synthesize-cached.ts';
import { type Cloud, startCloud } from '../../packages/local-cloud/src/cloud.ts';
import type { LogEntry } from '../../packages/local-cloud/src/lambda/log-entry.ts';

/** `StepWorker PutItem`: how often. */
const calls = new Map<string, number>();
const logged: LogEntry[] = [];
let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({
    app: await synthesizeCached(shopApp),
    ...shopOptions({ brewSpeed: 50 }),
    port: 0,
    intercept: ({ caller, action }, forward) => {
      count(`${caller.name.replace(/^.*?(StepWorker|OrderApi|Notifier|Socket).*$/, '$1')} ${action}`);
      return forward();
    },
    onLog: (entry) => logged.push(entry),
  });
  await brewOneLatte();
});

afterAll(() => cloud.close());

// It is ground, brewed, steamed, poured and labelled, the last of which is work. With `queued` and `ready` it changes 7 times.
describe('a latte whose customer has two sockets open', () => {
  it('costs the order API one write and one send', () => {
    expect(callsOf('OrderApi')).toEqual({ PutItem: 1, SendMessage: 1 });
  });

  it('costs the step worker one write for each step and the end, and one send for each step but the last', () => {
    const { GetItem, ReceiveMessage, DeleteMessageBatch, ...rest } = callsOf('StepWorker');
    expect(rest).toEqual({ PutItem: 6, SendMessage: 4 });
  });

  it('costs the update publisher one query for each change, and one post for each socket', () => {
    const { GetRecords, ...rest } = callsOf('Notifier');
    expect(rest).toEqual({ Query: 7, PostToConnection: 14 });
  });

  it('is looked for by nobody: no scans', () => {
    expect([...calls.keys()].filter((call) => call.endsWith(' Scan'))).toEqual([]);
  });

  it('leaves at most 1.5 KB of logs', () => {
    const bytes = applicationLines().reduce((sum, line) => sum + Buffer.byteLength(JSON.stringify(line)), 0);
    expect(bytes).toBeLessThanOrEqual(1536);
  });
});

describe('a sync', () => {
  it('reads what is open and what it names, and nothing of what was ordered before', async () => {
    const token = await cloud.issuer.token('shawn');
    const socket = await connect(token);
    const list = await (await fetch(`${cloud.url}/orders`, bearer(token))).text();
    const [{ id }] = JSON.parse(list).items;
    calls.clear();
    const heard = once(socket, 'message');
    socket.send(JSON.stringify({ action: 'sync', seen: { [id]: 1 } }));
    const [event] = await heard;
    expect(JSON.parse(String(event)).subject).toBe(id);
    // It begins with the claim on the connection, and ends with giving it back.
    await untilCalled('Socket UpdateItem', 2);
    // Sockets of before may still be forgotten.
    const { DeleteItem, ...rest } = callsOf('Socket');
    expect(rest).toEqual({ UpdateItem: 2, Query: 1, GetItem: 1, PostToConnection: 1 });
    socket.close();
  });
});

async function brewOneLatte(): Promise<void> {
  const token = await cloud.issuer.token('shawn');
  const sockets = await Promise.all([connect(token), connect(token)]);
  calls.clear();
  logged.length = 0;
  const ready = sockets.map(untilReady);
  await fetch(`${cloud.url}/orders`, {
    method: 'POST',
    headers: { ...bearer(token).headers, 'content-type': 'application/json' },
    body: JSON.stringify({ drink: 'latte' }),
  });
  await Promise.all(ready);
  // The order API says what it accepted. The last thing that the step worker does with each of 5 messages, and the update publisher with
  // the end of an order, is to say so.
  await vi.waitFor(() => expect(applicationLines()).toHaveLength(1 + 5 + 1), 5000);
  for (const socket of sockets) socket.close();
}

function bearer(token: string) {
  return { headers: { authorization: `Bearer ${token}` } };
}

async function connect(token: string): Promise<WebSocket> {
  const socket = new WebSocket(cloud.liveUrl, ['coffee.v1', `bearer.${token}`]);
  await once(socket, 'open');
  return socket;
}

function untilReady(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('message', (data) => {
      if (JSON.parse(String(data)).type === 'coffee.ready') resolve();
    });
  });
}

function count(call: string): void {
  calls.set(call, (calls.get(call) ?? 0) + 1);
}

async function untilCalled(call: string, times: number): Promise<void> {
  await vi.waitFor(() => expect(calls.get(call)).toBe(times), 5000);
}

function callsOf(caller: string): Record<string, number> {
  const own = [...calls].filter(([call]) => call.startsWith(`${caller} `));
  return Object.fromEntries(own.map(([call, times]) => [call.slice(caller.length + 1), times]));
}

/** As CloudWatch would keep them; Lambda's own lines on each invocation are not ours. */
function applicationLines() {
  return logged.filter(({ level }) => level !== 'DEBUG').map(({ source, ...line }) => line);
}
