import { type Command, runAsProgram } from './command.ts';
import { plainJson } from './display/plain.ts';
import { idPrefix, ownOrderId } from './order-id.ts';
import { customerOf } from './sign-in/customer.ts';
import { findDeployment } from './sign-in/deployment.ts';
import { UsageError } from './usage-error.ts';

const options = {
  stack: { type: 'string' },
  user: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const cancel: Command<typeof options> = {
  usage: `npm run cancel -- ID

Cancels an order that is not ready yet. The beginning of its id will do, if no other order of yours begins so.

  --json        prints the order as JSON
  --user NAME   whose order it is; or the token in COFFEE_TOKEN
  --stack NAME  in the stack of that name instead of the shop on this machine`,
  options,
  async run({ values, positionals }, { stdout, env, signal }) {
    const [id, ...more] = positionals;
    if (!id || more.length > 0) throw new UsageError('cancel which order? Name one id');
    const prefix = idPrefix(id);
    const deployment = await findDeployment(values.stack, env.PORT);
    const client = customerOf(deployment, values.user, env);
    const order = await client.cancel(await ownOrderId(client, prefix, signal), { signal });
    stdout.write(`${values.json ? plainJson(order) : `${order.id}  cancelled`}\n`);
    return 0;
  },
};

if (import.meta.main) await runAsProgram(cancel);
