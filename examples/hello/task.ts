import { defineTask, timed, work } from 'smart-coffee-maker/task';
import * as v from 'valibot';

/** Everything that customers of this task see. */
export const hello = defineTask({
  name: 'hello', // the events are called hello.ready, the WebSocket subprotocol hello.v1
  collection: 'greetings', // POST /greetings, GET /greetings/{id}
  request: v.strictObject({ to: v.pipe(v.string(), v.minLength(1), v.maxLength(60)) }),
  steps: () => [timed('thinking', 2), work('writing', 1)],
  results: { writing: v.object({ text: v.string() }) },
  says: {
    thinking: ({ to }) => `Thinking of what to say to ${to}.`,
    writing: ({ to }) => `Writing to ${to}.`,
  },
});
