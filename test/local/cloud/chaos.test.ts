import { expect, it, vi } from 'vitest';
import { appWith, checkout, customerAt } from './a-checkout.ts';

it('npm start -- --chaos says its seed, tells of its faults, and brings every order to its end', async () => {
  const { start } = await checkout(await appWith(''));
  const started = start(['--chaos', 'mild', '--seed', '5']);
  const output = await started.said('wscat');
  expect(output).toContain('chaos: mild; again with --chaos mild --seed 5');
  const [url] = output.match(/http:\/\/localhost:\d+/) ?? [];
  const shawn = await customerAt(String(url));
  const orders = await Promise.all(Array.from({ length: 4 }, () => shawn.order()));
  for (const { id } of orders) {
    await vi.waitFor(async () => expect((await shawn.read(id)).status).toBe('ready'), {
      timeout: 100_000,
      interval: 200,
    });
  }
  await started.said('chaos: 1');
  process.kill(-started.pid, 'SIGINT');
  expect(await started.exitCode).toBe(0);
}, 150_000);
