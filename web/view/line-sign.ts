import type { CoffeeClient, LineState } from '../../coffee/client/index.ts';
import { find, write } from './find.ts';

const words: Readonly<Record<LineState, string>> = {
  idle: 'Closed',
  connecting: 'Opening',
  online: 'Live',
  reconnecting: 'Reconnecting',
  polling: 'Asking now and then',
  offline: 'Offline',
};

/** Says from now on how news come in. */
export function followLine(client: CoffeeClient): void {
  const show = () => showLine(client.state);
  client.onState(show);
  addEventListener('online', show);
  addEventListener('offline', show);
}

function showLine(state: LineState): void {
  const shown = navigator.onLine ? state : 'offline';
  const sign = find('#line');
  sign.dataset.state = shown;
  write(sign, words[shown]);
}
