import type { Scenario } from './scenarios.ts';
import { shortcomings } from './shortcomings.ts';
import { sumOf, type Verdict } from './verdict.ts';

export interface Row extends Pick<Scenario, 'title' | 'numbers'> {
  readonly verdict: Verdict;
  /** How often a fault struck. */
  readonly struck: number;
  readonly seconds: number;
}

const columns = [
  'faults',
  'numbers',
  'struck',
  'accepted',
  'terminal',
  'lost',
  'ready / failed / cancelled',
  'duplicates suppressed',
  'effects per step',
  'missed',
  'P1 P2 P3 P4 P5',
  'seconds',
];

export function printTitle(seed: number): void {
  console.log(`Fault matrix, seed ${seed}\n`);
  console.log(`| ${columns.join(' | ')} |`);
  console.log(`|${columns.map(() => '---').join('|')}|`);
}

/** One row of a Markdown table, and below it why it fails the run. */
export function printRow(row: Row): void {
  printCells(row);
  for (const line of shortcomings(row)) console.error(`  ${line}`);
}

/** The last row: all rows together. */
export function printSum(rows: readonly Row[]): void {
  const [struck, seconds] = [sum(rows.map((row) => row.struck)), sum(rows.map((row) => row.seconds))];
  printCells({
    title: '**all**',
    numbers: '',
    struck,
    verdict: sumOf(rows.map(({ verdict }) => verdict)),
    seconds,
  });
}

function printCells({ title, numbers, verdict, struck, seconds }: Row): void {
  const { accepted, terminal, lost, ready, failed, cancelled, suppressed, effects, missed, broken } = verdict;
  const ends = `${ready} / ${failed} / ${cancelled}`;
  const marks = Object.values(broken).map((breaches) => (breaches.length === 0 ? '✓' : '✗'));
  const cells = [title, numbers, struck, accepted, terminal, lost, ends, suppressed, effects, missed];
  console.log(`| ${[...cells, marks.join(' '), Math.round(seconds)].join(' | ')} |`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
