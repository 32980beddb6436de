import { ProblemError, UnreachableError } from '../coffee/client/index.ts';

/** What went wrong, in one line, for who sits at the terminal. */
export function explain(error: unknown): string {
  if (error instanceof ProblemError) return explainProblem(error);
  if (error instanceof UnreachableError) return `${error.message}: ${explain(error.cause)}`;
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'CredentialsProviderError') {
    return 'there are no AWS credentials here: sign in, or set AWS_PROFILE';
  }
  if (error.message === 'Region is missing') return 'no AWS region is set: set AWS_REGION';
  return firstLine(error);
}

function explainProblem({ errors, title, detail, status }: ProblemError): string {
  if (errors.length > 0) {
    return errors.map((fault) => `${fault.pointer.replace('#/', '')} ${fault.detail}`).join('; ');
  }
  return detail ?? `${title} (${status})`;
}

function firstLine(error: Error): string {
  // `fetch failed` says less than its cause; who tried several addresses in vain has no message at all.
  if (error.message === 'fetch failed' && error.cause instanceof Error) return firstLine(error.cause);
  const { code = error.name } = error as { code?: string };
  const [line = ''] = (error.message || code).split('\n');
  return line;
}
