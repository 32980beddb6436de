import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const usage = 'npm run test:e2e -- [--url URL --live URL --token TOKEN [--other-token TOKEN]]';

/** Tests the shop that the options name, or else a local one of its own. */
const shop = readShop(process.argv.slice(2));
if (typeof shop === 'string') {
  console.error(`${shop}. Usage: ${usage}`);
  process.exit(1);
}
for (const [name, value] of Object.entries(shop)) {
  process.env[`E2E_${name.toUpperCase().replace('-', '_')}`] = value;
}
const vitest = await startVitest('test', [], { project: ['e2e'], run: true });
await vitest.close();

/** What is wrong with the arguments, if they will not do. */
function readShop(args: string[]): Record<string, string> | string {
  const text = { type: 'string' } as const;
  const options = { url: text, live: text, token: text, 'other-token': text };
  try {
    const { values } = parseArgs({ args, options });
    const given = Object.keys(values).length;
    const whole = values.url && values.live && values.token;
    return given === 0 || whole ? { ...values } : '--url, --live and --token go together';
  } catch (error) {
    return (error as Error).message;
  }
}
