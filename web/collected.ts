const key = 'coffee.collected';
/** More than ever wait at the counter at a time. */
const maxKept = 200;

/** Which coffees the customer has taken note of, in whatever tab. */
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

  has(id: string): boolean {
    return this.#ids.includes(id);
  }

  add(ids: readonly string[]): void {
    this.#ids = [...read(), ...ids].slice(-maxKept);
    localStorage.setItem(key, JSON.stringify(this.#ids));
  }
}

function read(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
