import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFunction } from './function-fixture.ts';

/** Says its code and its process once the file `until` is there. */
const slow = (code: string) => `
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
export const handler = async ({ until }) => {
  while (until && !existsSync(until)) await setTimeout(5);
  return { code: '${code}', pid: process.pid };
};`;

it('an invocation under way ends with the code it has; those that follow run the new code', async () => {
  const fn = testFunction(slow('old'));
  const other = testFunction(slow('new'));
  const idle = await fn.invoke({});
  const until = join(fn.codeDirectory, 'until');
  const underWay = fn.invoke({ until });

  fn.reload(other.codeDirectory);
  const after = await fn.invoke({});
  expect(after).toMatchObject({ payload: { code: 'new' } });
  writeFileSync(until, '');
  expect(await underWay).toEqual(idle);
  expect(idle).toMatchObject({ payload: { code: 'old' } });
  expect(await fn.invoke({})).toEqual(after);
});
