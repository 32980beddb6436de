import { describe, expect, it, vi } from 'vitest';
import type { PublicOrder } from '../../domain/order/public-order.ts';
import { cancel } from '../../terminal/cancel.ts';
import { order } from '../../terminal/order.ts';
import { orders } from '../../terminal/orders.ts';
import { call, jsonLines } from './call.ts';
import { start } from './start.ts';

describe('npm run cancel', () => {
  it.each([
    [['0197f3a0-0000-7000-8000-000000000001'], 1, 'You have no order with this id.\n'],
    [[], 2, 'cancel which order? Name one id (--help tells more)\n'],
    [[''], 2, 'cancel which order? Name one id (--help tells more)\n'],
    [['latte'], 2, 'latte is not an order’s id, nor the beginning of one (--help tells more)\n'],
    [['..'], 2, '.. is not an order’s id, nor the beginning of one (--help tells more)\n'],
    [['ffff'], 1, 'none of your orders’ ids begins with ffff\n'],
  ])('called with %j ends with %i', async (args, code, stderr) => {
    expect(await call(cancel, args)).toEqual({ code, stdout: '', stderr });
  });

  it('takes the beginning of an id, in capitals too, if no other order begins so', async () => {
    const mine = ['--user', 'brief'];
    // Of 17 ids two have the same first letter.
    start('order', ['cold-brew', '--count', '17', ...mine]);
    let ids: readonly string[] = [];
    await vi.waitFor(async () => {
      ids = jsonLines<PublicOrder>(await call(orders, ['--json', ...mine])).map(({ id }) => id);
      expect(ids).toHaveLength(17);
    }, 20_000);
    const [twins] = [...Map.groupBy(ids, ([letter]) => letter).values()].filter(({ length }) => length > 1);
    const [one = '', other = ''] = twins ?? [];
    const unclear = await call(cancel, [one.slice(0, 1), ...mine]);
    expect(unclear).toMatchObject({ code: 1, stdout: '' });
    expect(unclear.stderr).toMatch(new RegExp(`^several orders begin with ${one.slice(0, 1)}: .+\n$`));
    for (const id of [one, other]) expect(unclear.stderr).toContain(id);

    const cancelled = await call(cancel, [one.slice(0, 13).toUpperCase(), ...mine]);
    expect(cancelled).toEqual({ code: 0, stdout: `${one}  cancelled\n`, stderr: '' });
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
