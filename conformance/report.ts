import { styleText } from 'node:util';
import { type Clause, NotApplicable, type Source } from './clause.ts';
import type { Probe } from './probe.ts';

export interface Finding {
  readonly source: string;
  readonly url: string;
  readonly section: string;
  readonly says: string;
  readonly outcome: 'pass' | 'fail' | 'not applicable';
  /** What is wrong, or why it does not apply. */
  readonly detail?: string;
}

/** Tries one clause out. */
export async function findOut(
  source: Source,
  { section, says, check }: Clause,
  probe: Probe,
): Promise<Finding> {
  const clause = { source: source.name, url: source.url, section, says };
  try {
    await check(probe);
    return { ...clause, outcome: 'pass' };
  } catch (error) {
    const outcome = error instanceof NotApplicable ? 'not applicable' : 'fail';
    return { ...clause, outcome, detail: error instanceof Error ? error.message : String(error) };
  }
}

export function heading({ name, url }: Source): string {
  return `\n${styleText('bold', name)} ${styleText('dim', url)}`;
}

export function lineOf({ section, says, outcome, detail }: Finding): string {
  const line = `  ${marks[outcome]} ${section}  ${says}`;
  if (detail === undefined) return line;
  const reason = detail.split('\n').join('\n      ');
  return outcome === 'fail'
    ? `${line}\n      ${styleText('red', reason)}`
    : `${line} ${styleText('dim', `(${reason})`)}`;
}

export function summary(findings: readonly Finding[]): string {
  const count = (outcome: Finding['outcome']) => findings.filter((one) => one.outcome === outcome).length;
  return `\n${count('pass')} pass, ${count('fail')} fail, ${count('not applicable')} not applicable`;
}

const marks = {
  pass: styleText('green', 'pass'),
  fail: styleText('red', 'FAIL'),
  'not applicable': styleText('dim', 'n/a '),
};
