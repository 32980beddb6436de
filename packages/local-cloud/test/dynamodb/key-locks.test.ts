import { expect, it } from 'vitest';
import { createKeyLocks } from '../../src/dynamodb/key-locks.ts';

it('runs tasks that share a key one after the other, in the order of calling', async () => {
  const locked = createKeyLocks();
  const log: string[] = [];
  const task = (name: string) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
  };
  await Promise.all([
    locked(['a'], task('one')),
    locked(['b', 'a'], task('two')),
    locked(['a', 'b'], task('three')),
    locked(['b'], task('four')),
  ]);
  const turns = ['one', 'two', 'three', 'four'];
  expect(log).toEqual(turns.flatMap((name) => [`${name} begins`, `${name} ends`]));
});

it('does not let tasks of different keys wait for each other', async () => {
  const locked = createKeyLocks();
  const { promise: never } = Promise.withResolvers<void>();
  void locked(['a'], () => never);
  expect(await locked(['b'], () => Promise.resolve('done'))).toBe('done');
});

it('goes on after a task that failed', async () => {
  const locked = createKeyLocks();
  const failing = locked(['a'], () => Promise.reject(new Error('no')));
  const next = locked(['a'], () => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});
