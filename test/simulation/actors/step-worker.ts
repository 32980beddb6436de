import { type Handled, handleMessage } from '../../../domain/steps/handle-message.ts';
import type { StepHandlers } from '../../../domain/steps/step-handler.ts';
import { backoffSeconds } from '../../../lambdas/brew/backoff.ts';
import { alternatives, pick } from '../alternatives.ts';
import type { Message } from '../platform/message-queue.ts';
import { Process } from '../platform/process.ts';
import { stepQueue } from '../platform/step-queue.ts';
import type { Shop } from '../world.ts';
import { worksOf } from './step-handlers.ts';

/** Of the function: as deployed, and with room for long work. */
const timeouts = alternatives([1, 30_000], [1, 300_000]);
const jitters = alternatives([1, 0], [1, 0.5], [1, 1]);

/** The brew function, once for each batch of messages; what failed comes again after a backoff. */
export function startStepWorkers(shop: Shop): void {
  const timeoutMs = pick(shop.decisions, 'brewers', 'timeout', timeouts);
  shop.queue.workedBy((messages) =>
    shop.verdict.launch(async () => {
      const [first] = messages as [Message];
      const process = new Process(shop, 'worker', `${first.name} r${first.receives}`, timeoutMs);
      const works = worksOf(shop, process);
      const printing = () => Promise.all(messages.map((message) => brewOne(shop, process, works, message)));
      const ended = await process.run(printing);
      const done = ended.how === 'returned' ? ended.value : [];
      for (const message of messages) {
        if (done.includes(message)) shop.queue.delete(message);
        // It comes again, though what follows it may be in the queue.
        else shop.promises.queue.onRepeated(message.body);
      }
    }),
  );
}

/** The message, when it is done with. */
async function brewOne(
  shop: Shop,
  process: Process,
  works: StepHandlers,
  message: Message,
): Promise<Message | undefined> {
  const extendVisibility = (seconds: number) =>
    process.call('extendVisibility', () => shop.queue.extendVisibility(message, seconds));
  const ports = {
    orders: shop.table.book(process),
    queue: stepQueue(shop, process),
    clock: process.clock,
    steps: works,
  };
  try {
    const handled = await handleMessage(ports, message.body, {
      remainingMs: () => process.remainingMs(),
      extendVisibility,
    });
    shop.story.tell(process.name, () => `${message.name} ${outcomeOf(handled)}`);
    return message;
  } catch (error) {
    shop.story.tell(process.name, () => `${message.name} failed: ${error}`);
    const jitter = pick(shop.decisions, process.name, 'jitter', jitters);
    await extendVisibility(backoffSeconds(message.receives, jitter)).catch(() => {});
    return undefined;
  }
}

function outcomeOf(handled: Handled): string {
  return handled.outcome === 'dropped' ? `dropped because ${handled.because}` : handled.outcome;
}
