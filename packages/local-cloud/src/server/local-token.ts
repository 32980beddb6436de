import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson, sendProblem } from './plain-answers.ts';

/** Answers `GET /local/token?user=ada` with a token for that user; `client_id` says of which client, where there are several. */
export async function answerLocalToken(
  req: IncomingMessage,
  res: ServerResponse,
  token: (user: string, clientId: string | null) => Promise<string>,
): Promise<void> {
  if (req.method !== 'GET') {
    sendProblem(res, 405, 'Ask for a token with GET /local/token?user=ada');
    return;
  }
  const { searchParams } = new URL(req.url ?? '/', 'http://localhost');
  const user = searchParams.get('user') ?? '';
  if (!/^[\w.@-]{1,64}$/.test(user)) {
    sendProblem(
      res,
      400,
      'user must be 1 to 64 letters, digits or any of . _ @ - as in /local/token?user=ada',
    );
    return;
  }
  sendJson(res, 200, { access_token: await token(user, searchParams.get('client_id')) });
}
