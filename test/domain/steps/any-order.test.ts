import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aStepWorker, type Waiting, wholeHistory } from './a-step-worker.ts';

/** Which message is taken next, due or not, after how many seconds, by how many at once, and whether it stays in the queue. */
const turn = fc.record({
  pick: fc.nat(),
  seconds: fc.nat(40),
  workers: fc.integer({ min: 1, max: 3 }),
  stays: fc.boolean(),
});

type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

async function playThrough(turns: readonly Turn[]) {
  const { clock, waiting, runs, work, stored } = await aStepWorker();

  async function take(index: number, workers = 1, stays = false): Promise<void> {
    const [{ message }] = waiting.splice(index, 1) as [Waiting];
    if (stays) waiting.push({ message, at: clock.now() });
    await Promise.all(Array.from({ length: workers }, () => work(message)));
  }

  for (const { pick, seconds, workers, stays } of turns) {
    if (waiting.length === 0) break;
    clock.set(clock.now() + seconds * 1000);
    await take(pick % waiting.length, workers, stays);
  }
  while (waiting.length > 0) {
    waiting.sort((a, b) => a.at - b.at);
    clock.set(Math.max(clock.now(), waiting[0]?.at ?? 0));
    await take(0);
  }
  return { order: await stored(), runs };
}

it('messages in any order, early, late, twice and in several hands come to the same end (faults 1, 2 and 4)', async () => {
  const { order: inOrder } = await playThrough([]);
  expect(inOrder).toMatchObject({ status: 'ready', version: wholeHistory.length });
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { maxLength: 40 }), async (turns) => {
      const { order, runs } = await playThrough(turns);
      expect(order?.history.map(({ status }) => status)).toEqual(wholeHistory);
      expect(order).toMatchObject({ status: 'ready', version: wholeHistory.length });
      // Nobody dies here: however many hold the message, one does the work.
      expect(runs).toHaveLength(1);
    }),
    { numRuns: 500 },
  );
});
