import type { Bell } from '../bell.ts';
import { notices } from '../notices.ts';
import type { OrderStore } from '../order-store.ts';
import { find } from './find.ts';

/** The switch for the bell. */
export function showSound(bell: Bell): void {
  const sound = find('#sound');
  const refresh = () => sound.setAttribute('aria-pressed', String(!bell.muted));
  sound.addEventListener('click', () => {
    bell.muted = !bell.muted;
    refresh();
  });
  bell.onChange(refresh);
  refresh();
}

/** The switch for notices, for who has ordered: before there is nothing to be told of. */
export function offerNotices(orders: OrderStore): void {
  const notice = find('#notices');
  const refresh = () => {
    notice.setAttribute('aria-pressed', String(notices.on));
    notice.hidden = !notices.possible || orders.all().length === 0;
  };
  notice.addEventListener('click', () => void notices.toggle().then(refresh));
  orders.onChange(refresh);
  refresh();
}

/** Who is here, and the way in or out. */
export function showCustomer(name: string | undefined): void {
  find('#customer').textContent = name ?? '';
  find('#customer').hidden = name === undefined;
  find('#sign-in').hidden = name !== undefined;
  find('#sign-out').hidden = name === undefined;
}
