import type { Row } from './matrix.ts';

/** Why a row fails the run, in lines: promises that broke, or a fault that never struck and so showed nothing. */
export function shortcomings({ title, numbers, struck, verdict }: Row): readonly string[] {
  const broken = Object.entries(verdict.broken).flatMap(([promise, breaches]) =>
    breaches.slice(0, 5).map((breach) => `${promise} broken: ${breach}`),
  );
  const shown = numbers === '' || struck > 0;
  return shown
    ? broken
    : [
        `"${title}" never struck: is what it strikes named otherwise now, or were there too few orders?`,
        ...broken,
      ];
}
