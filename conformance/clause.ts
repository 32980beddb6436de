import type { Probe } from './probe.ts';

/** One sentence of a source, and how it is tried out. */
export interface Clause {
  /** `§15.3.3` */
  readonly section: string;
  readonly says: string;
  /** Rejects with what is wrong, or with NotApplicable. */
  readonly check: (probe: Probe) => Promise<void>;
}

/** The clauses of one source. */
export interface Source {
  readonly name: string;
  readonly url: string;
  readonly clauses: readonly Clause[];
}

/** The clause does not concern this deployment or this run. */
export class NotApplicable extends Error {}

export function clause(section: string, says: string, check: Clause['check']): Clause {
  return { section, says, check };
}
