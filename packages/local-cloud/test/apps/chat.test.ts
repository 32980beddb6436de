import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { RunningApp } from './running-app.ts';

describe('a chat over WebSockets', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await RunningApp.open('chat');
  });
  afterAll(() => app?.close());

  async function join(): Promise<WebSocket> {
    const socket = new WebSocket(String(app.outputs['Chat.Url']));
    await once(socket, 'open');
    return socket;
  }

  async function heard(socket: WebSocket): Promise<string> {
    const [data] = await once(socket, 'message');
    return String(data);
  }

  it('says to all who are there what one says, and forgets who has left', async () => {
    const [ada, bob, gone] = [await join(), await join(), await join()];
    gone.close();
    await once(gone, 'close');
    const all = Promise.all([ada, bob].map(heard));
    ada.send(JSON.stringify({ action: 'say', words: 'hello' }));
    const [first, second] = await all;
    expect(JSON.parse(String(first))).toEqual({ from: expect.any(String), words: 'hello' });
    expect(second).toBe(first);
    for (const socket of [ada, bob]) socket.close();
  });

  it('answers by its inline $default what no other route takes', async () => {
    const socket = await join();
    socket.send('{"action":"shout"}');
    expect(await heard(socket)).toBe('no such action in {"action":"shout"}');
    socket.send('no JSON');
    expect(await heard(socket)).toBe('no such action in no JSON');
    socket.close();
  });
});
