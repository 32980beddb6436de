/** Where a command runs: the process, or what a test gives it. */
export interface Terminal {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The size is that of a terminal, in characters: files and pipes have none. */
export type Output = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};
