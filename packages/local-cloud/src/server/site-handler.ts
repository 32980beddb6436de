import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpApi } from '../api-gateway/http/http-api.ts';
import type { WebSocketApi } from '../api-gateway/web-socket/web-socket-api.ts';
import type { Issuer } from '../issuer/issuer.ts';
import { issuerPath } from '../issuer/issuer-url.ts';
import { answerLocalToken } from './local-token.ts';
import { goHome, isPageElsewhere } from './page-at-home.ts';
import { sendJson, sendProblem } from './plain-answers.ts';
import { isForThisMachine, isFromOwnPage } from './request-origin.ts';
import type { Site } from './site.ts';
import { createStaticFiles } from './static-files.ts';

/** All that one public server serves. */
export interface Served {
  readonly site?: Site | undefined;
  readonly issuer?: Issuer | undefined;
  readonly httpApi?: HttpApi | undefined;
  readonly webSocketApis: readonly WebSocketApi[];
}

const tokenPath = '/local/token';

// Far more than any token request; the issuer itself sets no limit.
const maxIssuerBodyBytes = 64 * 1024;

/** Brings a request to whom it is for: the issuer, the pages, or else the HTTP API. */
export function createSiteHandler({ site, issuer, httpApi }: Served) {
  const serveFile = site ? createStaticFiles(site) : noPages;
  const { json = {}, answer = noPages } = site ?? {};
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (!isForThisMachine(req)) sendProblem(res, 421, 'This server answers to localhost only');
    else if (isPageElsewhere(req)) goHome(req, res);
    else await bring(req, res, req.url?.replace(/\?.*$/s, '') ?? '');
  };

  async function bring(req: IncomingMessage, res: ServerResponse, path: string): Promise<void> {
    if (Object.hasOwn(json, path)) sendJson(res, 200, json[path]);
    else if (issuer && isOfIssuer(path)) await guarded(req, res, () => askIssuer(req, res, path, issuer));
    else if (!(await serveFile(req, res)) && !(await answer(req, res))) await serveApi(req, res);
  }

  async function serveApi(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (httpApi) await httpApi.handle(req, res);
    else sendProblem(res, 404, 'No HTTP API is here');
  }
}

function isOfIssuer(path: string): boolean {
  return path === tokenPath || path === issuerPath || path.startsWith(`${issuerPath}/`);
}

async function askIssuer(
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  issuer: Issuer,
): Promise<void> {
  if (path === tokenPath) await localToken(req, res, issuer);
  else issue(req, res, issuer);
}

function localToken(req: IncomingMessage, res: ServerResponse, issuer: Issuer): Promise<void> {
  return answerLocalToken(req, res, (user, clientId) => issuer.token(user, clientId ? { clientId } : {}));
}

function issue(req: IncomingMessage, res: ServerResponse, issuer: Issuer): void {
  const length = Number(req.headers['content-length'] ?? Number.NaN);
  const fits = req.method === 'GET' || req.method === 'HEAD' || length <= maxIssuerBodyBytes;
  if (fits) issuer.handle(req, res);
  else sendProblem(res, 413, 'The body must have a length, of 64 KB at most');
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
