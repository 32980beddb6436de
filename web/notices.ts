import type { PublicOrder } from '../coffee/client/index.ts';
import { orderTitle, pickupCode } from './words.ts';

const wantedKey = 'coffee.notices';

/** Notifications of the system, for a page that is not looked at. */
export const notices = {
  get possible(): boolean {
    return 'Notification' in globalThis && Notification.permission !== 'denied';
  },

  get on(): boolean {
    return (
      notices.possible && Notification.permission === 'granted' && localStorage.getItem(wantedKey) !== null
    );
  },

  /** Asks the customer for permission if need be. */
  async toggle(): Promise<void> {
    if (notices.on) localStorage.removeItem(wantedKey);
    else if ((await Notification.requestPermission()) === 'granted') localStorage.setItem(wantedKey, 'yes');
  },

  /** Of several tabs' notices about one order, the system shows one. */
  tell(order: PublicOrder, message: string): void {
    if (!notices.on || document.visibilityState === 'visible') return;
    const what = order.failure?.detail ?? pickupCode(order);
    const body = [orderTitle(order), what].filter(Boolean).join(' · ');
    try {
      new Notification(message, { body, icon: '/icon.svg', tag: order.id });
    } catch {
      // Chrome on Android has the constructor and refuses its use.
    }
  },
};
