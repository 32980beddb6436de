import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpApi } from '../api-gateway/http/http-api.ts';
import type { WebSocketApi } from '../api-gateway/web-socket/web-socket-api.ts';
import type { Issuer } from '../issuer/issuer.ts';
import { issuerPath } from '../issuer/issuer-url.ts';
import { answerLocalToken } from './local-token.ts';
import { goHome, isPageElsewhere } from './page-at-home.ts';
import { sendJson, sendProblem } from './plain-answers.ts';
import { createReferencePages } from './reference-pages.ts';
import { isForThisMachine, isFromOwnPage } from './request-origin.ts';
import { createStaticFiles } from './static-files.ts';

/** All that the public server serves. */
export interface Site {
  /** Its files are served at `/`. */
  readonly webFolder: string;
  /** Sent with each of those files. */
  readonly pageHeaders?: Readonly<Record<string, string>>;
  /** Of the contracts, for `/docs`. @default none */
  readonly contractsFolder?: string | undefined;
  /** The page's `config.json`. */
  readonly config: unknown;
  readonly issuer: Issuer;
  readonly httpApi: HttpApi;
  readonly webSocketApi: WebSocketApi;
}

// Far more than any token request; the issuer itself sets no limit.
const maxIssuerBodyBytes = 64 * 1024;

/** Brings a request to whom it is for: the page, its configuration, the issuer, or else the HTTP API. */
export function createSiteHandler(site: Site) {
  const serveFile = createStaticFiles(site.webFolder, site.pageHeaders);
  const serveReference = site.contractsFolder ? createReferencePages(site.contractsFolder) : noPages;
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (!isForThisMachine(req)) sendProblem(res, 421, 'This server answers to localhost only');
    else if (isPageElsewhere(req)) goHome(req, res);
    else await bring(req, res, req.url?.replace(/\?.*$/s, '') ?? '');
  };

  async function bring(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
    if (path === '/config.json') sendJson(res, 200, site.config);
    else if (path === '/local/token') await guarded(req, res, () => localToken(req, res));
    else if (path === issuerPath || path.startsWith(`${issuerPath}/`)) {
      await guarded(req, res, () => issue(req, res));
    } else if (!(await serveFile(req, res)) && !(await serveReference(req, res)))
      await site.httpApi.handle(req, res);
  }

  function localToken(req: IncomingMessage, res: ServerResponse): Promise<void> {
    return answerLocalToken(req, res, (user) => site.issuer.token(user));
  }

  function issue(req: IncomingMessage, res: ServerResponse): void {
    const length = Number(req.headers['content-length'] ?? Number.NaN);
    const fits = req.method === 'GET' || req.method === 'HEAD' || length <= maxIssuerBodyBytes;
    if (fits) site.issuer.handle(req, res);
    else sendProblem(res, 413, 'The body must have a length, of 64 KB at most');
  }
}

async function noPages(): Promise<boolean> {
  return false;
}

/** What gives tokens away must not be readable by pages of other origins. */
async function guarded(
  req: IncomingMessage,
  res: ServerResponse,
  answer: () => Promise<void> | void,
): Promise<void> {
  if (isFromOwnPage(req)) await answer();
  else sendProblem(res, 403, 'Tokens are for pages of this server only');
}
