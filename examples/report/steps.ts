import { setTimeout as sleep } from 'node:timers/promises';
import { PermanentError, stepHandlers } from 'smart-coffee-maker/task';
import { report } from './task.ts';

export const steps = stepHandlers(report, {
  rendering: async ({ request, checkpoint, signal, report }) => {
    let page = Number(checkpoint ?? 0);
    for (; page < request.pages; page++) {
      // The function's time is nearly up: another run goes on from here.
      if (signal.aborted) return { continueFrom: page };
      await renderPage(page);
      // Told to the customer at most once a second.
      report(page / request.pages);
    }
    return { done: { pages: page } };
  },
});

/** Stands for a renderer. What can never succeed fails the order at once; whatever else is thrown is tried again. */
async function renderPage(page: number): Promise<void> {
  if (page >= 4000) throw new PermanentError('Report too long', 'No printer takes more than 4,000 pages.');
  await sleep(5);
}
