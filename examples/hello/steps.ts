import { stepHandlers } from 'smart-coffee-maker/task';
import { hello } from './task.ts';

/** What the worker runs. */
export const steps = stepHandlers(hello, {
  writing: async ({ request }) => ({ done: { text: `Hello, ${request.to}!` } }),
});
