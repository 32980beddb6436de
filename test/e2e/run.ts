import { startVitest } from 'vitest/node';
import { refuse, scriptOptions } from '../../build/script-options.ts';

const usage = `npm run test:e2e -- [--url URL --live URL --token TOKEN [--other-token TOKEN]]

Tests the shop that the options name, at the speed of its menu, or else a local one of its own.

  --url URL            of the HTTP API
  --live URL           of the WebSocket API
  --token TOKEN        an access token of a customer, who orders
  --other-token TOKEN  that of another customer, who must not see those orders`;

const text = { type: 'string' } as const;
const shop = scriptOptions(usage, { url: text, live: text, token: text, 'other-token': text });
const isWhole = shop.url && shop.live && shop.token;
if (Object.keys(shop).length > 0 && !isWhole) refuse('--url, --live and --token go together', usage);
for (const [name, value] of Object.entries(shop)) {
  process.env[`E2E_${name.toUpperCase().replace('-', '_')}`] = value;
}
const vitest = await startVitest('test', [], { project: ['e2e'], run: true });
await vitest.close();
