import * as v from 'valibot';

/** Where in the request a fault is (JSON pointer into the body, or the name of a header or parameter), and what. */
const faultSchema = v.object({ pointer: v.string(), detail: v.string() });

/** RFC 9457. */
export const problemSchema = v.object({
  type: v.pipe(v.string(), v.startsWith('urn:')),
  title: v.string(),
  status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
  detail: v.string(),
  errors: v.optional(v.array(faultSchema)),
});

export type Fault = Readonly<v.InferOutput<typeof faultSchema>>;

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

  /** `type` names the kind of problem for programs; `types` is how it starts: `urn:report:problem:`. */
  bodyFor(types: string): v.InferOutput<typeof problemSchema> {
    const slug = this.title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
    return {
      type: `${types}${slug}`,
      title: this.title,
      status: this.status,
      detail: this.detail,
      ...(this.errors.length > 0 ? { errors: [...this.errors] } : {}),
    };
  }
}
