import { describe, expect, it } from 'vitest';
import { cancel } from '../../terminal/cancel.ts';
import { order } from '../../terminal/order.ts';
import { call } from './call.ts';

describe('npm run cancel', () => {
  it.each([
    [['0197f3a0-0000-7000-8000-000000000001'], 1, 'You have no order with this id.\n'],
    [[], 2, 'cancel which order? Name one id (--help tells more)\n'],
    [[''], 2, 'cancel which order? Name one id (--help tells more)\n'],
  ])('called with %j ends with %i', async (args, code, stderr) => {
    expect(await call(cancel, args)).toEqual({ code, stdout: '', stderr });
  });

  it('says that it is too late, with 1', async () => {
    const { stdout } = await call(order, ['espresso', '--user', 'late']);
    const [id = ''] = stdout.match(/[0-9a-f-]{36}/) ?? [];
    expect(await call(cancel, [id, '--user', 'late'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The order is ready already.\n',
    });
  });
});
