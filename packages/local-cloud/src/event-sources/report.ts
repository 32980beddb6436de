/** Takes one line about what goes wrong in an event source. */
export type Report = (line: string) => void;
