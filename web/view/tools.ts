import type { Bell } from '../bell.ts';
import { notices } from '../notices.ts';
import { find } from './find.ts';

/** The switches for sound and notices. */
export function showSwitches(bell: Bell): void {
  const [sound, notice] = [find('#sound'), find('#notices')];
  const refresh = () => {
    sound.setAttribute('aria-pressed', String(!bell.muted));
    notice.setAttribute('aria-pressed', String(notices.on));
    notice.hidden = !notices.possible;
  };
  sound.addEventListener('click', () => {
    bell.muted = !bell.muted;
    refresh();
  });
  notice.addEventListener('click', () => void notices.toggle().then(refresh));
  bell.onChange(refresh);
  refresh();
}

/** Who is here, and the way in or out. */
export function showCustomer(name: string | undefined): void {
  find('#customer').textContent = name ?? '';
  find('#customer').hidden = name === undefined;
  find('#sign-in').hidden = name !== undefined;
  find('#sign-out').hidden = name === undefined;
}
