import type { ServerResponse } from 'node:http';

/** Sends a body, whose length was announced, as a failing network would. */
export function sendBroken(response: ServerResponse, text: string, how: 'cut' | 'trickling'): void {
  if (how === 'cut') {
    response.write(text.slice(0, text.length / 2), () => response.destroy());
    return;
  }
  let sent = 0;
  const timer = setInterval(() => {
    sent += 1;
    if (sent < text.length) response.write(text.charAt(sent - 1));
    else response.end(text.slice(sent - 1));
  }, 1000);
  response.once('close', () => clearInterval(timer));
}
