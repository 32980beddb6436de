import type { OrderIds } from '../../domain/ports.ts';

/** Ids that count up; the same owner and key get the number they had before. */
export class NumberedOrderIds implements OrderIds {
  readonly #derived = new Map<string, string>();
  #last = 0;

  random(): string {
    this.#last += 1;
    return `0197f3a0-0000-7000-8000-${String(this.#last).padStart(12, '0')}`;
  }

  derived(owner: string, key: string): string {
    const known = JSON.stringify([owner, key]);
    const id = this.#derived.get(known) ?? this.random();
    this.#derived.set(known, id);
    return id;
  }
}
