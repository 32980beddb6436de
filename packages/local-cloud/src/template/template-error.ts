/** A template holds something that the local cloud would otherwise have to ignore. The message is one line. */
export class UnsupportedTemplateError extends Error {
  override readonly name = 'UnsupportedTemplateError';
  /** The logical id and the path below it. */
  readonly where: string;

  /** `remedy` is what the author of the app can do about it. */
  constructor(where: string, problem: string, remedy: string) {
    super(`${where}: ${problem}; ${remedy}`);
    this.where = where;
  }
}

/** All that the local cloud would have to ignore in an app: one line each, and one more before them if there are several. */
export class UnsupportedAppError extends Error {
  override readonly name = 'UnsupportedAppError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const [only = ''] = problems;
    const title = `the local cloud does not run ${problems.length} things of this app:`;
    super(problems.length === 1 ? only : [title, ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.problems = problems;
  }
}
