import type { PublicOrder } from '../../coffee/client/index.ts';
import { sentence, timeOfDay } from '../words.ts';

/** Lists what the order went through, and when. */
export function showTimes(list: HTMLElement, { history }: PublicOrder): void {
  if (list.childElementCount === history.length) return;
  list.replaceChildren(
    ...history.map(({ status, at }) => {
      const line = document.createElement('li');
      const time = document.createElement('time');
      time.dateTime = at;
      time.textContent = timeOfDay(at);
      line.append(sentence(status), ' ', time);
      return line;
    }),
  );
}
