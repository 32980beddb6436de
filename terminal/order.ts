import type { CoffeeClient, NewOrder, PublicOrder } from '../coffee/client/index.ts';
import { type Arguments, type Command, runAsProgram } from './command.ts';
import { type OrderDisplay, orderDisplay } from './display/order-display.ts';
import { plain } from './display/plain.ts';
import { receipt } from './display/receipt.ts';
import { lineTrouble } from './line-trouble.ts';
import { customerOf } from './sign-in/customer.ts';
import { findDeployment } from './sign-in/deployment.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const options = {
  size: { type: 'string' },
  name: { type: 'string' },
  count: { type: 'string', default: '1' },
  stack: { type: 'string' },
  user: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const order: Command<typeof options> = {
  usage: `npm run order -- latte

Orders coffee and shows how it is made, up to the receipt. Exit code 1 unless all of it gets ready. On Ctrl-C the
orders go on: npm run orders shows them, npm run cancel ends them.

  --size large   small, medium or large
  --name Shawn   what stands on the cup
  --count 20     so many of them, 100 at most
  --json         prints the order at each change as JSON, one a line
  --user NAME    who orders; or the token in COFFEE_TOKEN
  --stack NAME   in the stack of that name instead of the shop on this machine`,
  options,
  async run(args, terminal) {
    const [request, count] = [requestIn(args), countIn(args.values.count)];
    const deployment = await findDeployment(args.values.stack, terminal.env.PORT);
    const client = customerOf(deployment, args.values.user, terminal.env);
    const json = args.values.json === true;
    const display = orderDisplay(terminal, { json, count });
    client.onState((state) => display.trouble(lineTrouble(state)));
    const endings = await followAll(client, request, count, display, terminal).finally(display.end);
    return json ? exitCodeOf(endings) : settle(endings, terminal);
  },
};

type Ending = PromiseSettledResult<PublicOrder>;

/** Each to its end, even if another one could not be ordered. */
function followAll(
  client: CoffeeClient,
  request: NewOrder,
  count: number,
  display: OrderDisplay,
  { signal }: Terminal,
): Promise<readonly Ending[]> {
  const numbers = Array.from({ length: count }, (_, n) => n);
  return Promise.allSettled(
    numbers.map(async (n) => {
      let last = await client.order(request, { signal });
      for await (const update of client.watch(last.id, { signal })) {
        last = update.order;
        display.show(n, update);
      }
      return last;
    }),
  );
}

/** Hands out the receipts; then throws what went wrong with the rest. */
function settle(endings: readonly Ending[], { stdout, stderr, signal }: Terminal): 0 | 1 {
  if (signal.aborted)
    stderr.write('The orders go on: npm run orders shows them, npm run cancel ends them.\n');
  for (const ending of endings) {
    if (ending.status === 'fulfilled') stdout.write(receipt(plain(ending.value), stdout));
  }
  return exitCodeOf(endings);
}

function exitCodeOf(endings: readonly Ending[]): 0 | 1 {
  const orders = endings.map((ending) => {
    if (ending.status === 'rejected') throw ending.reason;
    return ending.value;
  });
  return orders.every(({ status }) => status === 'ready') ? 0 : 1;
}

/** What of it makes no sense is for the shop to say. */
function requestIn({ values, positionals }: Arguments<typeof options>): NewOrder {
  const [drink, ...more] = positionals;
  if (drink === undefined || more.length > 0) throw new UsageError('order what? Name one drink');
  const { size, name } = values;
  return { drink, ...(size !== undefined && { size }), ...(name !== undefined && { name }) } as NewOrder;
}

function countIn(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 100) return count;
  throw new UsageError(`--count is a whole number from 1 to 100, not ${text}`);
}

if (import.meta.main) await runAsProgram(order);
