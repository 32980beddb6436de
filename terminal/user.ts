import { type Command, runAsProgram } from './command.ts';
import { plain } from './display/plain.ts';
import { findDeployment } from './sign-in/deployment.ts';
import { signIn } from './sign-in/sign-in.ts';
import { UsageError } from './usage-error.ts';

const options = { stack: { type: 'string' }, local: { type: 'boolean' } } as const;

export const user: Command<typeof options> = {
  usage: `npm run -s user -- (--local | --stack NAME) USER

Prints an access token for the user, good for an hour. In a stack, which the AWS credentials of the environment must
reach, the user is made in its Cognito user pool if there is none of that name.

  export COFFEE_TOKEN=$(npm run -s user -- --stack SmartCoffee shawn)`,
  options,
  async run({ values, positionals }, { stdout, env }) {
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) throw new UsageError('a token for whom? Name one user');
    if ((values.stack === undefined) === !values.local) throw new UsageError('say --local or --stack NAME');
    const deployment = await findDeployment(values.stack, env.PORT);
    stdout.write(`${plain(await signIn(deployment, name))}\n`);
    return 0;
  },
};

if (import.meta.main) await runAsProgram(user);
