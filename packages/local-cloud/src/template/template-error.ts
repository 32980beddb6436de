/** The template holds something that the local cloud would otherwise have to ignore. The message is one line. */
export class UnsupportedTemplateError extends Error {
  override readonly name = 'UnsupportedTemplateError';

  /** `where` is the logical id and the path below it, `remedy` what the reader can do about it. */
  constructor(where: string, problem: string, remedy: string) {
    super(`${where}: ${problem}; ${remedy}`);
  }
}
