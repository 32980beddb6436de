import { type Command, runAsProgram } from './command.ts';
import { findDeployment } from './deployment.ts';
import { type LostSlip, lostSlips } from './lost-slips.ts';
import { UsageError } from './usage-error.ts';

/** Slips handled at the same time. */
const atOnce = 10;

const options = {
  stack: { type: 'string' },
  local: { type: 'boolean' },
  send: { type: 'boolean' },
  order: { type: 'string' },
} as const;

export const redrive: Command<typeof options> = {
  usage: `npm run redrive -- (--local | --stack NAME)

Lists the slips that were given up, with the reason.

  --send      puts them back on the rail, and their orders are brewed again
  --order ID  the slips of this order alone

Slips that it did not come to, when it was interrupted, show up again after 15 minutes.`,
  options,
  async run({ values, positionals }, { stdout, env, signal }) {
    if (positionals.length > 0) throw new UsageError(`what is ${positionals[0]}? Options only`);
    if ((values.stack === undefined) === !values.local) throw new UsageError('say --local or --stack NAME');
    const found = await lostSlips(await findDeployment(values.stack, env.PORT));
    for (let first = 0; first < found.length; first += atOnce) {
      signal.throwIfAborted();
      await Promise.all(
        found.slice(first, first + atOnce).map(async (slip) => {
          const wanted = values.order === undefined || slip.orderId === values.order;
          stdout.write(`${await handle(slip, wanted && values.send === true)}\n`);
        }),
      );
    }
    stdout.write(`${found.length} lost slips\n`);
    return 0;
  },
};

async function handle(slip: LostSlip, send: boolean): Promise<string> {
  const sent = send && slip.orderId !== undefined;
  await (sent ? slip.send() : slip.leave());
  const what = slip.orderId ?? `names no order: ${JSON.stringify(slip.body.slice(0, 80))}`;
  return `${slip.lostAt.toISOString()}  ${sent ? 'sent again' : 'left'}  ${what}  (${slip.reason})`;
}

if (import.meta.main) await runAsProgram(redrive);
