import { scriptOptions, wholeNumber } from '../../build/script-options.ts';
import { report } from './report.ts';
import { type Found, search } from './search.ts';
import { searchInParallel } from './search-in-parallel.ts';

const usage = `npm run simulate -- [--runs N] [--seed N] [--jobs N] [--json]

Plays histories of the use cases under a virtual clock. A seed that breaks a promise is told with a short history that replays
it, and ends with 1.

  --runs N  so many histories (20000)
  --seed N  from this one on (1)
  --jobs N  in so many processes (1)
  --json    for programs: one line of JSON, and no shrinking`;

const values = scriptOptions(usage, {
  runs: { type: 'string', default: '20000' },
  seed: { type: 'string', default: '1' },
  jobs: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
});

const seeds = {
  first: wholeNumber('seed', values.seed, usage),
  runs: wholeNumber('runs', values.runs, usage),
};
const jobs = wholeNumber('jobs', values.jobs, usage);
const begun = performance.now();
const found =
  jobs > 1 ? await searchInParallel(seeds, jobs, tellProgress) : await search(seeds, tellProgress);

if (values.json) console.log(JSON.stringify(found));
else await tellEnd(found);
process.exitCode = found.seed === undefined ? 0 : 1;

function tellProgress(done: number): void {
  if (values.json || !process.stderr.isTTY || done % 1000 !== 0) return;
  process.stderr.write(`\r${done} of ${seeds.runs} histories, ${rate(done)}/s `);
}

function rate(done: number): number {
  return Math.round(done / ((performance.now() - begun) / 1000));
}

async function tellEnd({ seed, runs, orders, faults, happenings }: Found): Promise<void> {
  const sums = `${runs} histories from seed ${seeds.first}: ${orders} orders, ${faults} faults, ${happenings} happenings`;
  console.log(`\n${sums}; ${rate(runs)} histories/s`);
  if (seed === undefined) console.log('Every promise was kept.');
  else console.log(`\nSeed ${seed} breaks a promise: ${await report(seed)}`);
}
