import type { CallFault } from './fault.ts';

/** SQS: what is sent once is there twice. */
export const duplicate: CallFault = async (_, forward) => {
  await forward();
  return forward();
};

/** SQS: a message overtakes others or is overtaken: its delay (seconds) becomes any up to `seconds`. */
export function reorder(seconds: number): CallFault {
  return ({ body }, forward, { random }) =>
    forward({ ...body, DelaySeconds: Math.floor(random() * (seconds + 1)) });
}

/** SQS: received messages are delivered again after so many seconds, whether they are being worked on or not. */
export function redeliver(seconds: number): CallFault {
  return ({ body }, forward) => forward({ ...body, VisibilityTimeout: seconds });
}

/** SQS: a received message is hidden for so many times less long than its worker says. */
export function hurry(times: number): CallFault {
  return ({ body }, forward) =>
    forward({ ...body, VisibilityTimeout: Math.ceil(Number(body.VisibilityTimeout) / times) });
}
