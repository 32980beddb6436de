/** The decisions of a history that were not harmless: who decided what for the how-manieth time, and how. */
export type DecisionList = ReadonlyMap<string, number>;

/**
 * Where all chance of a history comes from. Every decision is an index into alternatives of which number 0 is the
 * harmless one. By seed they are drawn; by list they are what the list says, and harmless where it says nothing:
 * that is how a history is replayed and shrunk.
 */
export class Decisions {
  readonly #draw: (() => number) | undefined;
  readonly #given: DecisionList | undefined;
  readonly #counts = new Map<string, number>();
  /** Kept only while a list is given or asked for: names cost time. */
  readonly taken: Map<string, number> | undefined;

  private constructor(draw?: () => number, given?: DecisionList, taken?: Map<string, number>) {
    this.#draw = draw;
    this.#given = given;
    this.taken = taken;
  }

  static drawn(draw: () => number, options: { readonly recorded: boolean }): Decisions {
    return new Decisions(draw, undefined, options.recorded ? new Map() : undefined);
  }

  static from(list: DecisionList): Decisions {
    return new Decisions(undefined, list, new Map());
  }

  /** @param weights of the alternatives; together 1 */
  choose(who: string, what: string, weights: readonly number[]): number {
    const drawn = this.#draw ? weightedIndex(weights, this.#draw()) : 0;
    if (!this.taken) return drawn;
    const key = this.#nextKey(`${who}: ${what}`);
    const index = this.#given ? Math.min(this.#given.get(key) ?? 0, weights.length - 1) : drawn;
    if (index > 0) this.taken.set(key, index);
    return index;
  }

  #nextKey(name: string): string {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  }
}

function weightedIndex(weights: readonly number[], draw: number): number {
  let rest = draw;
  for (let index = 0; index < weights.length; index++) {
    rest -= weights[index] as number;
    if (rest < 0) return index;
  }
  return 0;
}
