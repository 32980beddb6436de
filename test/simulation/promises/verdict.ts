/** The promises of DESIGN.md, "Printing", and of FAULTS.md (P6, P7). */
export type PromiseName =
  | 'P1 accepted orders end once'
  | 'P2 versions rise, progress never falls'
  | 'P3 each step counts once'
  | 'P4 everyone hears the latest'
  | 'P5 nobody hears of others'
  | 'P6 refusals leave nothing'
  | 'P7 bounded';

export interface BrokenPromise {
  readonly promise: PromiseName;
  readonly how: string;
}

/** Keeps the first promise that was broken: the history ends there. */
export class Verdict {
  broken: BrokenPromise | undefined;
  /** A mistake of the simulation itself. */
  error: unknown;

  expect(kept: boolean, promise: PromiseName, how: () => string): void {
    if (!kept) this.broken ??= { promise, how: how() };
  }

  /** For what runs on its own: nobody awaits it, its mistakes end the history. */
  launch(run: () => Promise<void>): void {
    run().catch((error: unknown) => {
      this.error ??= error;
    });
  }
}
