import wrapAnsi from 'wrap-ansi';
import type { Output } from '../terminal.ts';

const indent = '  ';
const noBreak = '\u00a0';

/**
 * The line as it is for a file or a pipe. In a terminal no wider than that: what stands between two spaces stays together if
 * there is room for it, and words are whole.
 */
export function wrapped(line: string, { columns }: Output): string {
  if (!columns) return line;
  const room = columns - indent.length;
  const fits = (part: string) => !wrapAnsi(part, room).includes('\n');
  const parts = line
    .split(/( {2,})/)
    .map((part) => (fits(part) ? part.replace(/(?<=\S) (?=\S)/g, noBreak) : part));
  return wrapAnsi(parts.join(''), room).replaceAll(noBreak, ' ').replaceAll('\n', `\n${indent}`);
}
