import { describe, expect, it } from 'vitest';
import { user } from '../../terminal/user.ts';
import { call } from './call.ts';
import { deploy } from './deployed.ts';
import { start } from './start.ts';

const aToken = /^[\w-]+\.[\w-]+\.[\w-]+\n$/;

describe('npm run user', () => {
  it('--local prints a token and nothing else', async () => {
    expect(await start('user', ['--local', 'shawn']).outcome).toEqual({
      code: 0,
      stdout: expect.stringMatching(aToken),
      stderr: '',
    });
  });

  it('--stack makes the user once, and gives a token each time', async () => {
    const { users } = await deploy();
    const tokenOfRobin = () => call(user, ['--stack', 'Coffee', 'robin']);
    expect(await tokenOfRobin()).toEqual({ code: 0, stdout: expect.stringMatching(aToken), stderr: '' });
    const { password } = users.get('robin') ?? {};
    // As the default policy of Cognito wants it.
    for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^\w]/, /.{20}/]) expect(password).toMatch(kind);

    expect(await tokenOfRobin()).toMatchObject({ code: 0 });
    expect(users.size).toBe(1);
    expect(users.get('robin')?.password).not.toBe(password);
  });

  it('leaves alone who has a password of their own', async () => {
    const { users } = await deploy();
    users.set('alice', { password: 'my own', attributes: [{ Name: 'email', Value: 'alice@example.com' }] });
    expect(await call(user, ['--stack', 'Coffee', 'alice'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'alice has a password of their own, which is left alone: take another name\n',
    });
    expect(users.get('alice')?.password).toBe('my own');
  });

  it.each([
    [[], 'a token for whom? Name one user'],
    [['shawn'], 'say --local or --stack NAME'],
    [['--local', '--stack', 'Coffee', 'shawn'], 'say --local or --stack NAME'],
  ])('called with %j says what is wrong, with 2', async (args, reason) => {
    const stderr = `${reason} (--help tells more)\n`;
    expect(await call(user, args)).toEqual({ code: 2, stdout: '', stderr });
  });

  it('--local refuses a name that cannot be one, with 1', async () => {
    const { code, stderr } = await call(user, ['--local', 'a b']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^user must be 1 to 64 letters[^\n]*\n$/);
  });
});
