import { runHistory } from './history.ts';

export interface Found {
  readonly runs: number;
  /** The first seed whose history breaks a promise. */
  readonly seed: number | undefined;
  readonly promise: string | undefined;
  readonly orders: number;
  readonly faults: number;
  readonly happenings: number;
}

export interface Seeds {
  readonly first: number;
  readonly runs: number;
}

/** Plays one history for each seed, until one breaks a promise. */
export async function search(
  { first, runs }: Seeds,
  onRun: (done: number) => void = () => {},
): Promise<Found> {
  const sums = { orders: 0, faults: 0, happenings: 0 };
  for (let done = 0; done < runs; done++) {
    const end = await runHistory({ seed: first + done });
    sums.orders += end.orders.length;
    sums.faults += end.faults;
    sums.happenings += end.happenings;
    if (end.broken) return { runs: done + 1, seed: first + done, promise: end.broken.promise, ...sums };
    onRun(done + 1);
  }
  return { runs, seed: undefined, promise: undefined, ...sums };
}
