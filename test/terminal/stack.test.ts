import { describe, expect, it } from 'vitest';
import type { PublicOrder } from '../../coffee/client/index.ts';
import { order } from '../../terminal/order.ts';
import { orders } from '../../terminal/orders.ts';
import { redrive } from '../../terminal/redrive.ts';
import { user } from '../../terminal/user.ts';
import { call, jsonLines } from './call.ts';
import { deploy, localToken } from './deployed.ts';
import { stubEnvironment } from './fake-aws.ts';

const commands = { orders, redrive, user };

describe('--stack', () => {
  it('orders there, as the user of the token or as one who is signed in', async () => {
    await deploy();
    const COFFEE_TOKEN = await localToken('token-bearer');
    const args = ['espresso', '--stack', 'Coffee', '--json'];
    const cases = [
      ['token-bearer', args, { COFFEE_TOKEN }],
      ['signed-in', [...args, '--user', 'signed-in'], {}],
    ] as const;
    for (const [name, args, env] of cases) {
      const outcome = await call(order, args, env);
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      const [mine] = jsonLines<PublicOrder>(await call(orders, ['--user', name, '--json']));
      expect(mine).toEqual(jsonLines<PublicOrder>(outcome).at(-1));
    }
  });

  it.each([
    ['orders', ['--stack', 'Latte'], 1, 'there is no stack Latte in eu-central-1'],
    ['redrive', ['--stack', 'Latte'], 1, 'there is no stack Latte in eu-central-1'],
    ['orders', ['--stack', 'Tea'], 1, 'the stack Tea is no Smart Coffee Maker: outputs are missing'],
    ['orders', ['--stack', 'Coffee'], 2, 'who orders? Say --user NAME, or give a token in COFFEE_TOKEN'],
    ['user', ['--stack', 'Own', 'shawn'], 1, 'the stack Own has no user pool: get a token of http'],
  ] as const)('%s %j ends with %i and one line', async (command, args, code, words) => {
    await deploy();
    const { stderr, ...rest } = await call<Record<never, never>>(commands[command], args);
    expect(rest).toEqual({ code, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(words);
  });

  it.each([
    [{ AWS_REGION: 'eu-central-1' }, 'there are no AWS credentials here: sign in, or set AWS_PROFILE\n'],
    [{ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }, 'no AWS region is set: set AWS_REGION\n'],
  ])('with no more than %j says in one line what is missing', async (known, stderr) => {
    stubEnvironment({
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      ...known,
    });
    expect(await call(orders, ['--stack', 'Coffee'])).toEqual({ code: 1, stdout: '', stderr });
  });
});
