import type { IncomingMessage, ServerResponse } from 'node:http';

/** Pages of the app that are no part of its template. */
export interface Site {
  /** Its files are served at `/`. */
  readonly folder: string;
  /** Sent with each of those files. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Files by the paths they are served at besides their own: `{ '/about': '/about.html' }`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** JSON documents by path: `{ '/config.json': { … } }`. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Answers further requests. Says false, and answers nothing, if a request is for something else. */
  readonly answer?: (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;
}
