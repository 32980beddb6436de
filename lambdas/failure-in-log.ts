/** Of a thousand posts that failed for one reason, a few say it. */
const maxCauses = 5;

/** An error as a log line's fields. JSON would leave out what several errors in one were. */
export function failureInLog(error: unknown): {
  readonly error: unknown;
  readonly causes?: readonly unknown[];
} {
  return error instanceof AggregateError ? { error, causes: error.errors.slice(0, maxCauses) } : { error };
}
