/** Of a thousand posts that failed for one reason, a few say it. */
const maxCauses = 5;

/** An error as a log line's fields. JSON would leave out its cause, and what several errors in one were. */
export function failureInLog(error: unknown): {
  readonly error: unknown;
  readonly causes?: readonly unknown[];
} {
  const causes = causesOf(error);
  return causes.length > 0 ? { error, causes } : { error };
}

function causesOf(error: unknown): readonly unknown[] {
  if (error instanceof AggregateError) {
    return error.errors.slice(0, maxCauses).flatMap((one) => [one, ...causesOf(one)]);
  }
  return error instanceof Error && error.cause !== undefined ? [error.cause] : [];
}
