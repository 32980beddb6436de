import type { LineState } from '../coffee/client/index.ts';

const troubles: Partial<Record<LineState, string>> = {
  reconnecting: 'The line was lost: connecting again …',
  polling: 'There is no WebSocket to be had: asking every few seconds instead …',
  offline: 'The shop does not answer: trying again …',
};

/** What keeps news from coming in as they happen, for people; undefined when nothing does. */
export function lineTrouble(state: LineState): string | undefined {
  return troubles[state];
}
