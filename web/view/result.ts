import type { PublicOrder } from '../../coffee/client/index.ts';
import { resultLines } from '../words.ts';

/** Lists what the work made; hidden where there is nothing to show. */
export function showResult(list: HTMLElement, order: PublicOrder): void {
  const lines = resultLines(order);
  list.hidden = lines.length === 0;
  if (list.childElementCount === lines.length) return;
  list.replaceChildren(
    ...lines.map(([name, value]) => {
      const line = document.createElement('div');
      const [term, text] = [document.createElement('dt'), document.createElement('dd')];
      [term.textContent, text.textContent] = [name, value];
      line.append(term, text);
      return line;
    }),
  );
}
