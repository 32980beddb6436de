export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** From the least to the most urgent. */
export const logLevels: readonly LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/** One line of a function's log, in the fields of Lambda's JSON log format. */
export interface LogLine {
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  readonly level: LogLevel;
  /** Absent while the function initialises. */
  readonly requestId?: string;
  readonly message: unknown;
  /** These three only when an error was logged together with other arguments. */
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly stackTrace?: readonly string[];
}

export interface LogEntry extends LogLine {
  /** Logical id of the function that wrote it. */
  readonly source: string;
}
