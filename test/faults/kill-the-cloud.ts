import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloudToKill } from './killed-cloud.ts';
import type { Line } from './line.ts';
import { askForTheRest } from './load.ts';
import { openShop } from './shop.ts';
import { judge, type Verdict } from './verdict.ts';

/** Fault 53: SIGKILL for the whole local cloud in the middle of the work, and another start with the same data. */
export async function killTheCloud(orders: number): Promise<Verdict> {
  const dataDir = await mkdtemp(join(tmpdir(), 'coffee-killed-'));
  try {
    const before = await startCloudToKill(dataDir);
    const shawn = await before.customer('shawn');
    const robin = await before.customer('robin');
    for (let n = 0; n < orders / 2; n++) await Promise.all([shawn.order('latte'), robin.order('espresso')]);
    await before.kill();
    return await goOn(dataDir, { shawn: [...shawn.accepted], robin: [...robin.accepted] });
  } finally {
    await rm(dataDir, { recursive: true });
  }
}

async function goOn(
  dataDir: string,
  accepted: Readonly<Record<string, readonly string[]>>,
): Promise<Verdict> {
  const shop = await openShop({ dataDir });
  try {
    const customers = await Promise.all(
      Object.entries(accepted).map(async ([name, ids]) => {
        const customer = await shop.customer(name);
        for (const id of ids) customer.accepted.add(id);
        return customer;
      }),
    );
    const [steady] = await Promise.all(customers.map((customer) => customer.connect()));
    return await judge(shop, {
      customers,
      steady: steady as Line,
      accepted: Object.values(accepted).flat(),
      finish: async () =>
        void (await Promise.all(customers.map((customer) => askForTheRest(shop, customer)))),
    });
  } finally {
    await shop.close();
  }
}
