import { PermanentError } from './permanent-error.ts';

/** A file that a work step makes. */
export interface FileContent {
  /** What the customer saves it as: 1 to 200 characters, no path. */
  readonly name: string;
  /** Its media type: `application/pdf`. */
  readonly contentType: string;
  /** Its bytes. It is asked for more as they are stored, so that a file may be larger than memory. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** The step is done, and the file is the order's. */
export interface FileOutcome {
  readonly file: FileContent;
}

/**
 * What a work step returns that made a file: `return file({ name, contentType, body })`. The order shows it as `result.file`
 * and `links.download`. It has one file: that of a later step takes its place.
 * Throws a PermanentError when name or media type are none.
 */
export function file(content: FileContent): FileOutcome {
  const { name, contentType } = content;
  if (!/^[^\p{C}\p{Zl}\p{Zp}/\\]{1,200}$/u.test(name)) {
    throw unusable(`${JSON.stringify(name)} is no name of a file: 1 to 200 characters, no path`);
  }
  if (!/^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.-]+)*$/.test(contentType)) {
    throw unusable(`${JSON.stringify(contentType)} is no media type`);
  }
  return { file: content };
}

function unusable(detail: string): PermanentError {
  return new PermanentError('Unusable file', `${detail}.`);
}
