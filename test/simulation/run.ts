import { parseArgs } from 'node:util';
import { report } from './report.ts';
import { type Found, search } from './search.ts';
import { searchInParallel } from './search-in-parallel.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    /** For programs: one line of JSON, and no shrinking. */
    json: { type: 'boolean', default: false },
  },
});

const seeds = { first: wholeNumber(values.seed), runs: wholeNumber(values.runs) };
const jobs = wholeNumber(values.jobs);
const begun = performance.now();
const found =
  jobs > 1 ? await searchInParallel(seeds, jobs, tellProgress) : await search(seeds, tellProgress);

if (values.json) console.log(JSON.stringify(found));
else await tellEnd(found);
process.exitCode = found.seed === undefined ? 0 : 1;

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`${text} is not a whole number`);
  return process.exit(2);
}

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
