import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

/** `npm run test:e2e -- --url … --live … --token … [--other-token …]`; against a local shop of its own without. */
const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    live: { type: 'string' },
    token: { type: 'string' },
    'other-token': { type: 'string' },
  },
});

for (const [name, value] of Object.entries(values)) {
  process.env[`E2E_${name.toUpperCase().replace('-', '_')}`] = value;
}
const vitest = await startVitest('test', [], { project: ['e2e'], run: true });
await vitest.close();
