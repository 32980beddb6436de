import type { Step } from '../steps/step.ts';

/** The share (0 to 1) of the whole recipe that is done when step number `index` (from 0) starts. */
export function progressAtStart(steps: readonly Step[], index: number): number {
  return progressWithin(steps, index, 0);
}

/** The same with `fraction` (0 to 1) of that step done. */
export function progressWithin(steps: readonly Step[], index: number, fraction: number): number {
  const weights = weightsOf(steps);
  const done = sum(weights.slice(0, index)) + (weights[index] ?? 0) * clamp(fraction);
  return round(done / sum(weights));
}

/** By duration; equal shares when no step takes any time. */
function weightsOf(steps: readonly Step[]): readonly number[] {
  const seconds = steps.map((step) => step.seconds);
  return sum(seconds) > 0 ? seconds : steps.map(() => 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** A fraction that is not a number counts as nothing done. */
function clamp(fraction: number): number {
  return Number.isNaN(fraction) ? 0 : Math.min(1, Math.max(0, fraction));
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}
