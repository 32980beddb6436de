import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** An app that `npx local-cloud` runs in its folder. */
export class OpenStack implements AsyncDisposable {
  readonly url: string;
  readonly liveUrl: string;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, said: string) {
    this.child = child;
    this.url = String(/^ {2}HTTP API .* (http:\S+)$/m.exec(said)?.[1]);
    this.liveUrl = String(/^ {2}WebSocket API .* (ws:\S+)$/m.exec(said)?.[1]);
  }

  /** Rejects with what the command said when it ends before the app is open. */
  static async open(folder: string, app: string): Promise<OpenStack> {
    const child = spawn('npx', ['local-cloud', '--port', '0', '--app', app], {
      cwd: folder,
      // A group of its own, so that npx, its shell and the cloud get Ctrl-C together, as on a terminal.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const opened = Promise.withResolvers<void>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('Ctrl-C closes it.')) opened.resolve();
      });
    }
    child.once('close', () => opened.reject(new Error(`the app does not open: ${said}`)));
    await opened.promise;
    return new OpenStack(child, said);
  }

  async token(user: string): Promise<string> {
    const answer = await fetch(`${this.url}/local/token?user=${user}`);
    const { access_token } = (await answer.json()) as { access_token: string };
    return access_token;
  }

  /** What `POST` of an order answers. */
  order(token: string, collection: string, request: unknown): Promise<Response> {
    return fetch(`${this.url}/${collection}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
  }

  async close(): Promise<void> {
    const closed = once(this.child, 'close');
    process.kill(-Number(this.child.pid), 'SIGINT');
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
