import type { Decisions } from './decisions.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What can go wrong, by the place where it does; of each list the first is that nothing does. */
export const faultKinds = {
  /** A call of a process to a service. */
  call: [
    'fine',
    'slow',
    // Longer than a lease lasts: a frozen process, seen from outside.
    'frozen',
    'answered late',
    'refused',
    'answer lost',
    // The client gave up; the service had the request all the same.
    'effect after the error',
    // By an SDK that had no answer the first time.
    'sent twice',
    'killed before',
    'killed after',
  ],
  /** The clock of a process: minutes off, also stepping while it runs. */
  clock: ['right', '+1 s', '-1 s', '+5 min', '-5 min', '+5 to -5 min', '-5 to +5 min'],
  delivery: ['once', 'late', 'twice'],
  removal: ['done', 'lost'],
  work: ['well', 'slow', 'long', 'fails', 'in parts', 'long and deaf', 'impossible'],
  checkpoint: ['kept', 'lost'],
  stream: ['flowing', 'lagging', 'stalled'],
  index: ['fresh', 'stale'],
  answer: ['arrives', 'lost'],
  socket: ['healthy', 'drops with notice', 'drops silently', 'refuses posts'],
} as const;

export type FaultPlace = keyof typeof faultKinds;
export type FaultAt<P extends FaultPlace> = (typeof faultKinds)[P][number];

/** Draws faults until the fault phase ends; then nothing goes wrong any more. */
export class Faults {
  readonly #decisions: Decisions;
  readonly #time: VirtualTime;
  readonly #weights: FaultWeights;
  #until = 0;
  count = 0;

  constructor(decisions: Decisions, time: VirtualTime, weights: FaultWeights) {
    this.#decisions = decisions;
    this.#time = time;
    this.#weights = weights;
  }

  /** Milliseconds of virtual time. */
  endAt(until: number): void {
    this.#until = until;
  }

  get over(): boolean {
    return this.#time.now >= this.#until;
  }

  at<P extends FaultPlace>(place: P, who: string, what: string): FaultAt<P> {
    const kinds: readonly FaultAt<P>[] = faultKinds[place];
    const index = this.over ? 0 : this.#decisions.choose(who, what, this.#weights[place]);
    if (index > 0) this.count += 1;
    return kinds[index] as FaultAt<P>;
  }
}

export type FaultWeights = Readonly<Record<FaultPlace, readonly number[]>>;

/**
 * How likely each fault is in one history. No history has all of them equally: some are calm, some see one kind
 * often, some a few kinds, some everything; so that rare combinations meet.
 */
export function drawFaultWeights(draw: () => number): FaultWeights {
  const chance = [0, 0.02, 0.06, 0.15, 0.3][Math.floor(draw() * 5)] as number;
  const kept = [0.15, 0.4, 1][Math.floor(draw() * 3)] as number;
  const weights = Object.entries(faultKinds).map(([place, kinds]) => {
    const likely = kinds.map((_, index) => (index > 0 && draw() < kept ? draw() : 0));
    const sum = likely.reduce((total, one) => total + one, 0);
    const share = sum === 0 ? 0 : chance * (place === 'call' ? 1 : 2);
    return [place, likely.map((one, index) => (index === 0 ? 1 - share : (one / sum) * share))];
  });
  return Object.fromEntries(weights);
}
