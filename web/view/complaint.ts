import type { CoffeeClient } from '../../coffee/client/index.ts';
import { isPassing, sayTrouble } from '../trouble.ts';
import { write } from './find.ts';

const passing = new Set<Complaint>();

/** The words of trouble in their place on the page. What passes by itself is taken back when it is over. */
export class Complaint {
  readonly #place: HTMLElement;

  constructor(place: HTMLElement) {
    this.#place = place;
  }

  /** Takes back what was said, without an error. */
  say(error?: unknown): void {
    write(this.#place, error === undefined ? '' : sayTrouble(error));
    if (isPassing(error)) passing.add(this);
    else passing.delete(this);
  }
}

/** From now on what passes is over as soon as the shop can be reached again. */
export function takeBackWhenReached(client: CoffeeClient): void {
  const takeBack = () => {
    for (const complaint of passing) complaint.say();
  };
  addEventListener('online', takeBack);
  client.onState((state) => {
    if (state === 'online' || state === 'polling') takeBack();
  });
}
