/** Where in the request a fault is (JSON pointer into the body, or the name of a header or parameter), and what. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

interface ProblemOptions extends ErrorOptions {
  readonly errors?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer other than the one hoped for, thrown from anywhere below the middleware: RFC 9457. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, title: string, detail: string, options: ProblemOptions = {}) {
    super(`${status} ${title}`, options);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }

  /** `type` names the kind of problem for programs. */
  get body() {
    const slug = this.title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
    return {
      type: `urn:smart-coffee:problem:${slug}`,
      title: this.title,
      status: this.status,
      detail: this.detail,
      ...(this.errors.length > 0 ? { errors: this.errors } : {}),
    };
  }
}
