import { type SweepDeps, sweep } from '../../domain/steps/sweep.ts';
import { loggedFunction } from '../logged-function.ts';

/** What one run, of a minute at most, can look after with time to spare. The next run is minutes away. */
const ordersPerRun = 400;

/** No order is ever silently stuck. */
export function createSweeper(deps: SweepDeps) {
  return loggedFunction<unknown, void>().handler(async () => {
    const counts = await sweep(deps, ordersPerRun);
    console.info({ message: 'swept', ...counts });
  });
}
