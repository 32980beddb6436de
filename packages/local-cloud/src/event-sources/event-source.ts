/** Something that invokes a function by itself until it is closed. */
export interface EventSource {
  /** Takes no new work; waits at most a second for what is under way. */
  close(): Promise<void>;
}

/** Takes one line about what goes wrong in an event source. */
export type Report = (line: string) => void;
