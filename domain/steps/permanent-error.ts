/**
 * Thrown by a work step when trying again cannot help: the order fails at once.
 * The customer reads `title` and `detail`.
 */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
  readonly title: string;
  readonly detail: string;

  constructor(title: string, detail: string, options?: ErrorOptions) {
    super(`${title}: ${detail}`, options);
    this.title = title;
    this.detail = detail;
  }
}
