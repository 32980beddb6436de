import { availableParallelism } from 'node:os';
import { scriptOptions } from '../../../build/script-options.ts';
import { type Hunted, hunt } from './hunt.ts';
import { mutants } from './mutants.ts';

const usage = `npm run simulate:mutants

Puts one defect at a time into a copy of the sources and counts the histories until a promise breaks. Exit code 1 when a defect
survives.`;
scriptOptions(usage, {});

/** A defect that so many histories do not show counts as not found. */
const runs = 6000;

const waiting = mutants.entries();
const hunted: Hunted[] = [];
const begun = performance.now();
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (const [n, mutant] of waiting) {
      hunted[n] = await hunt(mutant, runs);
      process.stderr.write(hunted[n].seed === undefined ? 'X' : '.');
    }
  }),
);

console.log('\n| defect | in | found by | seed | histories needed |\n| --- | --- | --- | ---: | ---: |');
for (const { mutant, seed, promise, runs: needed } of hunted) {
  console.log(
    `| ${mutant.name} | ${mutant.file} | ${promise ?? '**not found**'} | ${seed ?? ''} | ${needed} |`,
  );
}
const survivors = hunted.filter(({ seed }) => seed === undefined);
const seconds = Math.round((performance.now() - begun) / 1000);
console.log(`\n${hunted.length - survivors.length} of ${hunted.length} defects found in ${seconds} s`);
process.exitCode = survivors.length > 0 ? 1 : 0;
