import type { CoffeeClient, ListQuery, PublicOrder } from '../coffee/client/index.ts';
import { type Command, runAsProgram } from './command.ts';
import { orderRow } from './display/order-row.ts';
import { plain, plainJson } from './display/plain.ts';
import { wrapped } from './display/wrapped.ts';
import { customerOf } from './sign-in/customer.ts';
import { findDeployment } from './sign-in/deployment.ts';
import { UsageError } from './usage-error.ts';

const options = {
  status: { type: 'string' },
  limit: { type: 'string', default: '20' },
  stack: { type: 'string' },
  user: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const orders: Command<typeof options> = {
  usage: `npm run orders

Lists orders, newest first.

  --status ready  those of one status
  --limit 20      so many at most
  --json          prints each order as JSON, one a line
  --user NAME     whose orders; or the token in COFFEE_TOKEN
  --stack NAME    in the stack of that name instead of the shop on this machine`,
  options,
  async run({ values, positionals }, { stdout, stderr, env, signal }) {
    if (positionals.length > 0) throw new UsageError(`what is ${positionals[0]}? Options only`);
    const deployment = await findDeployment(values.stack, env.PORT);
    const client = customerOf(deployment, values.user, env);
    const status = values.status as NonNullable<ListQuery['status']> | undefined;
    const query = status === undefined ? {} : { status };
    let isNone = true;
    for await (const order of newest(client, numberIn(values.limit), query, signal)) {
      const row = () => wrapped(orderRow(plain(order), Date.now(), stdout), stdout);
      stdout.write(`${values.json ? plainJson(order) : row()}\n`);
      isNone = false;
    }
    if (isNone)
      stderr.write(`There are no orders${status === undefined ? ' yet' : ` that are ${status}`}.\n`);
    return 0;
  },
};

/** What one request may ask for. */
const maxPage = 100;

async function* newest(
  client: CoffeeClient,
  limit: number,
  query: ListQuery,
  signal: AbortSignal,
): AsyncGenerator<PublicOrder> {
  let left = limit;
  for await (const { items } of client.pages({ ...query, limit: Math.min(limit, maxPage) }, { signal })) {
    yield* items.slice(0, left);
    left -= items.length;
    if (left <= 0) return;
  }
}

function numberIn(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new UsageError(`--limit is a whole number, not ${text}`);
  return number;
}

if (import.meta.main) await runAsProgram(orders);
