import { join } from 'node:path';
import { shopApp, shopOptions } from '../bin/start/shop.ts';
import { scriptOptions } from '../build/script-options.ts';
import { synthesizeCached } from '../packages/local-cloud/src/assembly/synthesize-cached.ts';
import { startCloud } from '../packages/local-cloud/src/cloud.ts';
import { Customer } from './customer.ts';
import { type Finding, tableOf } from './finding.ts';
import { measureAnswers } from './measure-answers.ts';
import { measureImports } from './measure-imports.ts';
import { measureNews } from './measure-news.ts';
import { measureRush } from './measure-rush.ts';
import { measureStart } from './measure-start.ts';
import { openShop } from './shop-process.ts';

const usage = `npm run bench

Measures the local cloud as a customer would, in some minutes. Exit code 1 when it does not keep what was promised of it.`;
scriptOptions(usage, {});

const root = join(import.meta.dirname, '..');
const hurried = 50;

const findings = [
  ...(await measureStart(root)),
  ...(await measureImports(root)),
  ...(await asCustomer(measureAnswers, 1)),
  ...(await asCustomer(measureNews, hurried)),
  ...(await inRush()),
];
console.log(tableOf(findings));
if (findings.some(({ missed }) => missed)) process.exitCode = 1;

/** In a shop of its own, with a customer who is connected. */
async function asCustomer(
  measure: (customer: Customer) => Promise<Finding[]>,
  brewSpeed: number,
): Promise<Finding[]> {
  const shop = await openShop(root, brewSpeed);
  try {
    const customer = await Customer.enter(shop, 'shawn');
    const found = await measure(customer);
    customer.leave();
    return found;
  } finally {
    await shop.close();
  }
}

async function inRush(): Promise<Finding[]> {
  const cloud = await startCloud({
    app: await synthesizeCached(shopApp),
    ...shopOptions({ brewSpeed: hurried }),
    port: 0,
    onNotice: (line) => console.error(line),
  });
  try {
    return await measureRush(cloud);
  } finally {
    await cloud.close();
  }
}
