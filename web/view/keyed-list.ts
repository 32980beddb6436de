/** Something on the page that stands for one order. */
export interface Item {
  readonly element: HTMLElement;
}

/** Keeps the children of a list in step with keys: makes new ones, moves the others, and takes away what is gone. */
export class KeyedList<I extends Item> {
  readonly #list: HTMLElement;
  readonly #make: (key: string) => I;
  readonly #items = new Map<string, I>();

  constructor(list: HTMLElement, make: (key: string) => I) {
    this.#list = list;
    this.#make = make;
  }

  show(keys: readonly string[]): void {
    for (const key of this.#items.keys()) if (!keys.includes(key)) this.#remove(key);
    keys.forEach((key, index) => {
      const { element } = this.get(key) ?? this.#add(key);
      // To move what is in its place already would take the focus from it.
      if (this.#list.children[index] !== element)
        this.#list.insertBefore(element, this.#list.children[index] ?? null);
    });
  }

  get(key: string): I | undefined {
    return this.#items.get(key);
  }

  get shown(): Iterable<I> {
    return this.#items.values();
  }

  #add(key: string): I {
    const item = this.#make(key);
    this.#items.set(key, item);
    return item;
  }

  #remove(key: string): void {
    this.#items.get(key)?.element.remove();
    this.#items.delete(key);
  }
}
