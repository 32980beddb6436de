import type { Decisions } from './decisions.ts';

/** What may happen without anything being wrong, with its weights; the first is the plainest. */
export interface Alternatives<T> {
  readonly values: readonly T[];
  readonly weights: readonly number[];
}

export function alternatives<T>(
  ...weighted: readonly (readonly [weight: number, value: T])[]
): Alternatives<T> {
  const sum = weighted.reduce((total, [weight]) => total + weight, 0);
  return { values: weighted.map(([, value]) => value), weights: weighted.map(([weight]) => weight / sum) };
}

export function pick<T>(decisions: Decisions, who: string, what: string, from: Alternatives<T>): T {
  return from.values[decisions.choose(who, what, from.weights)] as T;
}
