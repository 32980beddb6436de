import { expect, it } from 'vitest';
import type { PublicOrder } from '../../coffee/client/index.ts';
import { order } from '../../terminal/order.ts';
import { call, jsonLines } from './call.ts';
import { start } from './start.ts';

const listening = 'Listening, until Ctrl-C.\n';

it('npm run listen tells of every order of its user, and of no other, until Ctrl-C', async () => {
  const ear = start('listen', ['--user', 'ear']);
  await ear.said(listening);
  await call(order, ['espresso', '--user', 'somebody-else']);
  const ids = [];
  for (const drink of ['latte', 'americano']) {
    const [first] = jsonLines<PublicOrder>(await call(order, [drink, '--user', 'ear', '--json']));
    ids.push(first?.id);
  }
  await ear.said(`${ids[1]}  ready`);
  ear.interrupt();
  const { code, stdout, stderr } = await ear.outcome;
  expect({ code, stderr }).toEqual({ code: 0, stderr: listening });
  const lines = stdout.trimEnd().split('\n');
  expect(new Set(lines.map((line) => line.split('  ')[1]))).toEqual(new Set(ids));
  expect(lines.at(-1)).toMatch(
    /^\d\d:\d\d:\d\d {2}\S+ {2}ready {6}Your coffee is ready! Come grab it! {2}\w{4}$/,
  );
});

it('npm run listen --json tells each change as the API does', async () => {
  const ear = start('listen', ['--json', '--user', 'program']);
  await ear.said(listening);
  const ordered = jsonLines<PublicOrder>(await call(order, ['espresso', '--json', '--user', 'program']));
  await ear.said('"status":"ready"');
  ear.interrupt();
  const heard = jsonLines<PublicOrder>(await ear.outcome);
  expect(heard.at(-1)).toEqual(ordered.at(-1));
});
