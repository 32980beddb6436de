import type { CallFault } from './fault.ts';

/** SQS: what is sent once is there twice. */
export const duplicate: CallFault = async (_, forward) => {
  await forward();
  return forward();
};

/** The longest delay that SQS takes (seconds). */
const maxDelaySeconds = 900;

/** SQS: messages overtake each other: one comes up to `seconds` later than it was to come, never earlier. */
export function reorder(seconds: number): CallFault {
  return ({ body }, forward, { random }) => {
    const late = Number(body.DelaySeconds ?? 0) + Math.floor(random() * (seconds + 1));
    return forward({ ...body, DelaySeconds: Math.min(maxDelaySeconds, late) });
  };
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
