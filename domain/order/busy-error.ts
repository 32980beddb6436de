/** What was asked for is all right and could not be done now: the same may succeed in a moment. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}
