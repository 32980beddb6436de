import { type Command, runAsProgram } from './command.ts';
import { counted } from './display/counted.ts';
import { plain } from './display/plain.ts';
import { wrapped } from './display/wrapped.ts';
import { type LostSlip, lostSlips } from './lost-slips.ts';
import { idPrefix, onlyId } from './order-id.ts';
import { findDeployment } from './sign-in/deployment.ts';
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

  --send      puts them back in the queue, and their orders are brewed again
  --order ID  the slips of this order alone; the beginning of its id will do, if no other one begins so

Slips that it did not come to, when it was interrupted, show up again after 15 minutes.`,
  options,
  async run({ values, positionals }, { stdout, env, signal }) {
    if (positionals.length > 0) throw new UsageError(`what is ${positionals[0]}? Options only`);
    if ((values.stack === undefined) === !values.local) throw new UsageError('say --local or --stack NAME');
    const prefix = values.order === undefined ? undefined : idPrefix(values.order);
    const found = await lostSlips(await findDeployment(values.stack, env.PORT));
    const troubles: unknown[] = [];
    const isWanted = choice(found, prefix, troubles);
    for (let first = 0; first < found.length; first += atOnce) {
      signal.throwIfAborted();
      const handled = found.slice(first, first + atOnce).map(async (slip) => {
        const line = await handle(slip, values.send === true && isWanted(slip), troubles);
        stdout.write(`${wrapped(line, stdout)}\n`);
      });
      await Promise.all(handled);
    }
    stdout.write(`${counted(found.length, 'lost slip')}\n`);
    if (troubles.length > 0) throw troubles[0];
    return 0;
  },
};

/** Whether a slip is to be sent: of all, those of the one order; none when it is not clear which. */
function choice(
  found: readonly LostSlip[],
  prefix: string | undefined,
  troubles: unknown[],
): (slip: LostSlip) => boolean {
  if (prefix === undefined) return () => true;
  try {
    const ids = found.flatMap(({ orderId }) => orderId ?? []);
    const id = onlyId(ids, prefix, 'no order’s id among the lost slips');
    return ({ orderId }) => orderId === id;
  } catch (error) {
    troubles.push(error);
    return () => false;
  }
}

/** What was done about the slip. Trouble with one keeps nobody from the others, which would stay hidden. */
async function handle(slip: LostSlip, send: boolean, troubles: unknown[]): Promise<string> {
  const sent = send && slip.orderId !== undefined;
  const [act, done] = sent ? [slip.send, 'sent again'] : [slip.leave, 'left'];
  const what = slip.orderId ?? `names no order: ${JSON.stringify(slip.body.slice(0, 80))}`;
  const line = (word: string) => plain(`${slip.lostAt.toISOString()}  ${word}  ${what}  (${slip.reason})`);
  try {
    await act();
    return line(done);
  } catch (error) {
    troubles.push(error);
    return line(`not ${done}`);
  }
}

if (import.meta.main) await runAsProgram(redrive);
