import type { PublicOrder } from '../coffee/client/index.ts';

const key = 'coffee.collected';
/** More than ever wait at the counter at a time. */
const maxKept = 200;

/** Which orders the customer has taken note of as they ended, in whatever tab. */
export class Collected {
  #ids: readonly string[] = read();
  #listener: () => void = () => {};

  constructor() {
    addEventListener('storage', (event) => {
      if (event.key !== key) return;
      this.#ids = read();
      this.#listener();
    });
  }

  /** Calls `listener` after every change that another tab makes. */
  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  has(order: PublicOrder): boolean {
    return this.#ids.includes(endOf(order));
  }

  add(orders: readonly PublicOrder[]): void {
    this.#ids = [...read(), ...orders.map(endOf)].slice(-maxKept);
    localStorage.setItem(key, JSON.stringify(this.#ids));
  }
}

/** A failed order that an operator redrives may be ready later, which is to be told again. */
function endOf({ id, status }: PublicOrder): string {
  return status === 'failed' ? `${id} failed` : id;
}

function read(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
