import { scriptOptions, wholeNumber } from '../../build/script-options.ts';
import type { Faults } from '../../packages/local-cloud/src/faults/faults.ts';
import { hurry } from '../../packages/local-cloud/src/faults/queue-faults.ts';
import {
  type SynthesizedTemplate,
  shortenTimeouts,
} from '../../packages/local-cloud/src/faults/shorten-timeouts.ts';
import { killTheCloud } from './kill-the-cloud.ts';
import { placeOrders } from './load.ts';
import { printRow, printSum, printTitle, type Row } from './matrix.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { openShop, type Shop } from './shop.ts';
import { shortcomings } from './shortcomings.ts';
import { judge } from './verdict.ts';

const usage = `npm run faults -- [--seed N] [--orders N] [--only WORDS]

Lets every family of faults loose on a local cloud under load. Exit code 1 if a promise is broken, or if a fault never struck.

  --seed N      of all that is left to chance (1)
  --orders N    so many in all (600)
  --only WORDS  the families with these words in their title`;

const values = scriptOptions(usage, {
  seed: { type: 'string', default: '1' },
  orders: { type: 'string', default: '600' },
  only: { type: 'string', default: '' },
});
const seed = wholeNumber('seed', values.seed, usage);
const shares = scenarios.reduce((sum, { weight = 1 }) => sum + weight, 1);
const share = Math.ceil(wholeNumber('orders', values.orders, usage) / shares);
const rows: Row[] = [];
const timeouts = 'timeouts';

const hasty = (synthesized: SynthesizedTemplate) => shortenTimeouts(synthesized, { visibilityTimeout: 10 });

printTitle(seed);
const shop = await openShop({ seed, template: hasty });
for (const scenario of scenarios.filter(({ title }) => title.includes(values.only))) {
  tell(
    await inSeconds(() => (scenario.template ? runAlone(scenario, scenario.template) : run(shop, scenario))),
  );
}
await shop.close();
tell(await inSeconds(killed));
printSum(rows);
process.exitCode = rows.some((row) => shortcomings(row).length > 0) ? 1 : 0;

async function runAlone(
  scenario: Scenario,
  template: NonNullable<Scenario['template']>,
): Promise<Omit<Row, 'seconds'>> {
  const other = await openShop({ seed, template: (synthesized) => template(hasty(synthesized)) });
  return run(other, scenario).finally(() => other.close());
}

async function run(shop: Shop, scenario: Scenario): Promise<Omit<Row, 'seconds'>> {
  const { faults, logged, audit } = shop;
  const before = struckBy(faults.counts());
  logged.length = 0;
  shortenBackoff(faults);
  scenario.strike(faults);
  const name = scenario.title.replace(/\W+/g, '-').slice(0, 40);
  const [load, meanwhile = 0] = await Promise.all([
    placeOrders(shop, { name, seed, orders: share * (scenario.weight ?? 1) }),
    scenario.meanwhile?.(shop),
  ]);
  await audit.untilEnded(load.accepted, 20_000);
  faults.off();
  shortenBackoff(faults);
  const verdict = await judge(shop, load);
  faults.off();
  return { ...scenario, verdict, struck: struckBy(faults.counts()) - before + meanwhile };
}

async function killed(): Promise<Omit<Row, 'seconds'>> {
  const verdict = await killTheCloud(share);
  return { title: 'the cloud killed and started again', numbers: '53', verdict, struck: 1 };
}

async function inSeconds(work: () => Promise<Omit<Row, 'seconds'>>): Promise<Row> {
  const began = performance.now();
  return { ...(await work()), seconds: (performance.now() - began) / 1000 };
}

function tell(row: Row): void {
  rows.push(row);
  printRow(row);
}

/** Messages that failed wait for seconds, not for minutes, as those of dead workers do. */
function shortenBackoff(faults: Faults): void {
  faults.add({ name: timeouts, action: 'ChangeMessageVisibility', fault: hurry(12) });
}

function struckBy(counts: ReadonlyMap<string, number>): number {
  return [...counts].reduce((sum, [name, count]) => (name === timeouts ? sum : sum + count), 0);
}
