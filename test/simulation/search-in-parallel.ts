import { Worker } from 'node:worker_threads';
import type { Found, Seeds } from './search.ts';

/** The seeds in `jobs` shares, each in a thread of its own. The lowest seed that breaks a promise counts. */
export async function searchInParallel(
  { first, runs }: Seeds,
  jobs: number,
  onRun: (done: number) => void,
): Promise<Found> {
  const share = Math.ceil(runs / jobs);
  const done: number[] = [];
  const all = await Promise.all(
    Array.from({ length: jobs }, (_, job) => {
      const seeds = { first: first + job * share, runs: Math.max(0, Math.min(share, runs - job * share)) };
      return searchInThread(seeds, (count) => {
        done[job] = count;
        onRun(done.reduce((sum, one) => sum + (one ?? 0), 0));
      });
    }),
  );
  return all.reduce(together);
}

function searchInThread(seeds: Seeds, onRun: (done: number) => void): Promise<Found> {
  const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { workerData: seeds });
  return new Promise((resolve, reject) => {
    worker.on('message', (message: { done: number } | { found: Found }) => {
      if ('found' in message) resolve(message.found);
      else onRun(message.done);
    });
    worker.on('error', reject);
  });
}

function together(one: Found, other: Found): Found {
  return {
    runs: one.runs + other.runs,
    seed: one.seed ?? other.seed,
    promise: one.promise ?? other.promise,
    orders: one.orders + other.orders,
    faults: one.faults + other.faults,
    happenings: one.happenings + other.happenings,
  };
}
