import { type Command, runAsProgram } from './command.ts';
import { newsLine } from './display/news-line.ts';
import { plain, plainJson } from './display/plain.ts';
import { wrapped } from './display/wrapped.ts';
import { lineTrouble } from './line-trouble.ts';
import { customerOf } from './sign-in/customer.ts';
import { findDeployment } from './sign-in/deployment.ts';
import { UsageError } from './usage-error.ts';

const options = {
  stack: { type: 'string' },
  user: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const listen: Command<typeof options> = {
  usage: `npm run listen

Tells what becomes of every order, as it happens, until Ctrl-C: first what each open one is now, then each change.

  --json        prints the order at each change as JSON, one a line
  --user NAME   whose orders; or the token in COFFEE_TOKEN
  --stack NAME  in the stack of that name instead of the shop on this machine`,
  options,
  async run({ values, positionals }, { stdout, stderr, env, signal }) {
    if (positionals.length > 0) throw new UsageError(`what is ${positionals[0]}? Options only`);
    const client = customerOf(await findDeployment(values.stack, env.PORT), values.user, env);
    client.onState((state) => {
      const line = state === 'online' ? 'Listening, until Ctrl-C.' : lineTrouble(state);
      if (line !== undefined) stderr.write(`${line}\n`);
    });
    try {
      // Says at once what a line that tries and tries never would: that the token is no good.
      await client.list({ limit: 1 }, { signal });
      for await (const update of client.watchAll({ signal })) {
        const line = () => wrapped(newsLine(plain(update), stdout), stdout);
        stdout.write(`${values.json ? plainJson(update.order) : line()}\n`);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return 0;
  },
};

if (import.meta.main) await runAsProgram(listen);
