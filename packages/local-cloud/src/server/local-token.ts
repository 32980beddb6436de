import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson, sendProblem } from './plain-answers.ts';

/** Answers `GET /local/token?user=shawn` with a token for that user. */
export async function answerLocalToken(
  req: IncomingMessage,
  res: ServerResponse,
  token: (user: string) => Promise<string>,
): Promise<void> {
  if (req.method !== 'GET') {
    sendProblem(res, 405, 'Ask for a token with GET /local/token?user=shawn');
    return;
  }
  const user = new URL(req.url ?? '/', 'http://localhost').searchParams.get('user') ?? '';
  if (!/^[\w.@-]{1,64}$/.test(user)) {
    sendProblem(
      res,
      400,
      'user must be 1 to 64 letters, digits or any of . _ @ - as in /local/token?user=shawn',
    );
    return;
  }
  sendJson(res, 200, { access_token: await token(user) });
}
