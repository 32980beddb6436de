import { parseArgs } from 'node:util';
import { findDeployment } from './deployment.ts';
import { type LostSlip, lostSlips } from './lost-slips.ts';

const usage = `npm run redrive -- (--local | --stack NAME) [--send] [--order ID]

Lists the slips that were given up, with the reason. --send puts them back on the rail, and their orders
are brewed again; --order ID takes the slips of one order alone.`;

/** Prints one line a slip; exit code 1 when it cannot. */
async function redrive(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      stack: { type: 'string' },
      local: { type: 'boolean' },
      send: { type: 'boolean' },
      order: { type: 'string' },
    },
  });
  if ((values.stack === undefined) === !values.local) throw new Error(usage);
  const deployment = await findDeployment(values.stack, process.env.PORT ?? '3000');
  const found = await lostSlips(deployment);
  for (const slip of found) {
    const wanted = values.order === undefined || slip.orderId === values.order;
    console.log(await handle(slip, wanted, values.send === true));
  }
  console.log(`${found.length} lost slips`);
}

async function handle(slip: LostSlip, wanted: boolean, send: boolean): Promise<string> {
  const sent = wanted && send && slip.orderId !== undefined;
  await (sent ? slip.send() : slip.leave());
  const what = slip.orderId ?? `no slip: ${JSON.stringify(slip.body.slice(0, 80))}`;
  return `${slip.lostAt.toISOString()}  ${sent ? 'sent again' : 'left'}  ${what}  (${slip.reason})`;
}

try {
  await redrive(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
