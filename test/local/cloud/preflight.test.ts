import { expect, it, onTestFinished } from 'vitest';
import { openShop } from '../../faults/shop.ts';

const ask = (url: string, origin: string) =>
  fetch(`${url}/orders`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,idempotency-key',
    },
  });

it('a browser on the deployed page may order, on a page elsewhere not', async () => {
  const shop = await openShop();
  onTestFinished(() => shop.close());
  const page = String(shop.cloud.template.outputs.SmartCoffee?.PageUrl);
  const { status, headers } = await ask(shop.cloud.url, page);
  expect(status).toBe(204);
  expect(headers.get('access-control-allow-origin')).toBe(page);
  expect(headers.get('access-control-allow-methods')).toContain('POST');
  expect(headers.get('access-control-allow-headers')).toContain('authorization');
  const foreign = await ask(shop.cloud.url, 'https://evil.example');
  expect(foreign.headers.has('access-control-allow-origin')).toBe(false);
});
