import { median, quantile } from './statistics.ts';

/** One line of the report. */
export interface Finding {
  readonly what: string;
  readonly value: string;
  /** What was promised, in words; absent where nothing was. */
  readonly limit?: string;
  readonly missed?: boolean;
}

/** Median and p95 of times in milliseconds. */
export function timing(what: string, times: readonly number[], medianLimit?: number): Finding {
  const middle = median(times);
  const value = `${ms(middle)} median, ${ms(quantile(times, 0.95))} p95, of ${times.length}`;
  if (medianLimit === undefined) return { what, value };
  return { what, value, limit: `< ${medianLimit} ms median`, missed: !(middle < medianLimit) };
}

/** One duration in milliseconds. */
export function duration(what: string, time: number, limit?: number): Finding {
  const value = `${(time / 1000).toFixed(1)} s`;
  return limit === undefined
    ? { what, value }
    : { what, value, limit: `< ${limit / 1000} s`, missed: !(time < limit) };
}

/** A count that has to be one certain number. */
export function exactly(what: string, count: number, expected: number): Finding {
  return { what, value: String(count), limit: String(expected), missed: count !== expected };
}

/** Without what the CDK appends to a logical id. */
export function functionName(logicalId: string): string {
  return logicalId.replace(/(Function)?[0-9A-F]{8}$/, '');
}

/** A table in Markdown, so that a run can be pasted into docs/performance.md. */
export function tableOf(findings: readonly Finding[]): string {
  const rows = findings.map(({ what, value, limit = '', missed }) => [
    what,
    value,
    limit,
    limit && verdict(missed),
  ]);
  const all = [['what', 'measured', 'limit', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0), 3));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = all;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function verdict(missed: boolean | undefined): string {
  return missed ? 'MISSED' : 'kept';
}

function ms(time: number): string {
  return `${time.toFixed(1)} ms`;
}
