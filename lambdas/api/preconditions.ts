import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Problem } from './problem.ts';

export type Verdict = 'met' | 'not-modified' | 'failed';

/**
 * What If-Match and If-None-Match make of a request for something that is there and has these entity tags, in the order
 * of RFC 9110, 13.2.2. The conditions on dates and If-Range do not apply: nothing here has a Last-Modified or ranges.
 * A header that cannot be read holds for nothing, so that no change is made on a condition that was not understood.
 */
export function weigh(event: APIGatewayProxyEventV2, current: readonly string[]): Verdict {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = event.headers;
  if (ifMatch !== undefined && !names(parse(ifMatch), current, isStrong)) return 'failed';
  if (ifNoneMatch === undefined) return 'met';
  const isRead = ['GET', 'HEAD'].includes(event.requestContext.http.method);
  const tags = parse(ifNoneMatch);
  if (tags === undefined) return isRead ? 'met' : 'failed';
  if (!names(tags, current, () => true)) return 'met';
  return isRead ? 'not-modified' : 'failed';
}

export function preconditionFailed(): Problem {
  return new Problem(
    412,
    'Precondition failed',
    'If-Match or If-None-Match does not hold for what is there now. They take *, or tags in quotes: "v3".',
  );
}

interface EntityTag {
  readonly isWeak: boolean;
  readonly quoted: string;
}

// 8.8.3, in a list that may have empty elements (5.6.1.2).
const tagList = /^(?:[ \t,]*(?:W\/)?"[!#-~\u0080-\uffff]*"[ \t]*(?=,|$))*[ \t,]*$/;

/** Undefined for what is neither `*` nor a list of tags. */
function parse(header: string): '*' | readonly EntityTag[] | undefined {
  if (/^[ \t]*\*[ \t]*$/.test(header)) return '*';
  if (!tagList.test(header)) return undefined;
  return [...header.matchAll(/(W\/)?("[^"]*")/g)].map(([, weak, quoted = '']) => ({
    isWeak: weak !== undefined,
    quoted,
  }));
}

function names(
  tags: ReturnType<typeof parse>,
  current: readonly string[],
  counts: (tag: EntityTag) => boolean,
): boolean {
  if (tags === '*') return true;
  return tags?.some((tag) => counts(tag) && current.includes(tag.quoted)) ?? false;
}

function isStrong({ isWeak }: EntityTag): boolean {
  return !isWeak;
}
