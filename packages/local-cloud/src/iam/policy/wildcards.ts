import { textOf } from './variables.ts';

/** `*` stands for any characters, `?` for one. */
export function fitsPattern(pattern: string, value: string, flags: '' | 'i' = ''): boolean {
  const source = [...pattern].map((one) => (one === '*' ? '.*' : one === '?' ? '.' : escaped(one)));
  return new RegExp(`^${source.join('')}$`, `${flags}su`).test(value);
}

/**
 * Within a segment of an ARN wildcards stand for no colon, unless a `*` ends the segment or they are in the last, which is
 * the resource.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function fitsResource(pattern: string, arn: string): boolean {
  let colons = 0;
  const characters = [...pattern];
  const source = characters.map((one, n) => {
    if (one === ':') colons += 1;
    const next = characters[n + 1];
    const any = colons >= 5 || (one === '*' && (next === undefined || next === ':')) ? '.' : '[^:]';
    return one === '*' ? `${any}*` : one === '?' ? any : escaped(one);
  });
  return new RegExp(`^${source.join('')}$`, 'su').test(arn);
}

/**
 * Each of the six segments for itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function fitsArn(pattern: string, arn: string): boolean {
  const [patterns, segments] = [segmentsOf(pattern), segmentsOf(arn)];
  return (
    patterns.length === 6 &&
    segments.length === 6 &&
    patterns.every((one, n) => fitsPattern(one, segments[n] as string))
  );
}

function segmentsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function escaped(character: string): string {
  return RegExp.escape(textOf(character));
}
