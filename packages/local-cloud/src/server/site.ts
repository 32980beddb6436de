import type { IncomingMessage, ServerResponse } from 'node:http';

/** Pages of the app that are no part of its template. */
export interface Site {
  /** Its files are served at `/`. */
  readonly folder: string;
  /** Sent with each of those files. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The path of the file that is meant, as `/about.html` is by `/about`. @default the request's own */
  readonly rewrite?: (request: IncomingMessage) => string;
  /** JSON documents by path: `{ '/config.json': { … } }`. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Answers further requests. Says false, and answers nothing, if a request is for something else. */
  readonly answer?: (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;
}
