import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { menu } from '../../coffee/menu.ts';
import { aContext } from '../lambdas/a-context.ts';
import { coldStart, setEnvironment } from '../lambdas/an-environment.ts';
import { type HttpRequest, httpEvent } from '../lambdas/events/http-event.ts';

let ask: (request: Partial<HttpRequest>) => Promise<APIGatewayProxyStructuredResultV2>;

beforeAll(async () => {
  setEnvironment({ SPEED: '2' });
  const { handler } = await coldStart(() => import('../../coffee/menu-handler.ts'));
  ask = (request) => handler(httpEvent({ path: '/menu', ...request }), aContext());
});

describe('GET /menu', () => {
  it('tells the menu at the speed of the shop, and caches may keep it', async () => {
    const { statusCode, headers, body } = await ask({});
    expect(statusCode).toBe(200);
    expect(JSON.parse(String(body))).toEqual({ drinks: menu(2) });
    expect(headers?.['cache-control']).toContain('public');
  });

  it('is answered to HEAD as to GET, and to nobody who wants a version of it', async () => {
    expect(await ask({ method: 'HEAD' })).toEqual(await ask({}));
    expect(await ask({ headers: { 'if-match': '"v3"' } })).toMatchObject({
      statusCode: 412,
      headers: { 'content-type': 'application/problem+json' },
    });
  });
});
