import type { ServerResponse } from 'node:http';

/** Sends a body, whose length was announced, as a failing network would. */
export function sendBroken(response: ServerResponse, bytes: Buffer, how: 'cut' | 'trickling'): void {
  if (how === 'cut') {
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    return;
  }
  let sent = 0;
  const timer = setInterval(() => {
    sent += 1;
    if (sent < bytes.length) response.write(bytes.subarray(sent - 1, sent));
    else response.end(bytes.subarray(sent - 1));
  }, 1000);
  response.once('close', () => clearInterval(timer));
}
