export interface RequestTarget {
  /** Percent-decoded, as HTTP APIs match and hand on paths. */
  readonly path: string;
  /** As it came. */
  readonly query: string;
}

/** Splits the target of a request; undefined if it is no path or holds a broken percent-encoding. */
export function parseRequestTarget(url: string): RequestTarget | undefined {
  if (!url.startsWith('/')) return undefined;
  const mark = url.indexOf('?');
  const encoded = mark < 0 ? url : url.slice(0, mark);
  try {
    return { path: decodeURIComponent(encoded), query: mark < 0 ? '' : url.slice(mark + 1) };
  } catch {
    return undefined;
  }
}
