import { parentPort, workerData } from 'node:worker_threads';
import { type Seeds, search } from './search.ts';

const found = await search(workerData as Seeds, (done) => {
  if (done % 100 === 0) parentPort?.postMessage({ done });
});
parentPort?.postMessage({ found });
