import type { DecisionList } from './decisions.ts';
import { type HistoryEnd, runHistory } from './history.ts';

/**
 * The shortest list of decisions found that still breaks the same promise, with its story. Leaves out parts of
 * the list, halves first, as long as that helps; what is left out is decided harmlessly.
 */
export async function shrink(seed: number): Promise<HistoryEnd> {
  const first = await runHistory({ seed, recorded: true });
  const promise = first.broken?.promise;
  if (!promise) return first;
  let smallest = first.decisions;
  const stillBreaks = async (decisions: DecisionList) => {
    const end = await runHistory({ decisions });
    if (end.broken?.promise !== promise || weightOf(end.decisions) >= weightOf(smallest)) return false;
    smallest = end.decisions;
    return true;
  };
  let before: DecisionList;
  do {
    before = smallest;
    await leaveOutWords(() => smallest, stillBreaks);
    for (let size = Math.ceil(smallest.size / 2); size >= 1; size = Math.floor(size / 2)) {
      await leaveOutParts(size, () => smallest, stillBreaks);
    }
    await makeMilder(() => smallest, stillBreaks);
  } while (smallest !== before);
  return runHistory({ decisions: smallest, told: true });
}

type Attempt = (decisions: DecisionList) => Promise<boolean>;

/** All decisions about one order, one customer, one kind of process, … */
async function leaveOutWords(current: () => DecisionList, stillBreaks: Attempt): Promise<void> {
  for (const word of new Set([...current().keys()].flatMap((key) => key.split(/[ :/.]+/)))) {
    await stillBreaks(new Map([...current()].filter(([key]) => !key.includes(word))));
  }
}

async function leaveOutParts(size: number, current: () => DecisionList, stillBreaks: Attempt): Promise<void> {
  for (let from = 0; from < current().size; ) {
    const entries = [...current()];
    if (!(await stillBreaks(new Map(entries.toSpliced(from, size))))) from += size;
  }
}

/** The first alternatives are the simpler ones. */
async function makeMilder(current: () => DecisionList, stillBreaks: Attempt): Promise<void> {
  for (const [key, index] of current()) {
    for (let milder = 1; milder < index; milder++) {
      if (await stillBreaks(new Map(current()).set(key, milder))) break;
    }
  }
}

function weightOf(decisions: DecisionList): number {
  let weight = 0;
  for (const index of decisions.values()) weight += 100 + index;
  return weight;
}
