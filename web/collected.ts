const key = 'coffee.collected';
/** More than ever wait at the counter at a time. */
const maxKept = 200;

/** Which coffees the customer has taken note of, in whatever tab. */
export class Collected {
  #ids: readonly string[] = read();

  /** Calls `listener` after every change. */
  onChange(listener: () => void): void {
    addEventListener('storage', (event) => {
      if (event.key !== key) return;
      this.#ids = read();
      listener();
    });
  }

  has(id: string): boolean {
    return this.#ids.includes(id);
  }

  add(id: string): void {
    this.#ids = [...read(), id].slice(-maxKept);
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
