import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

/**
 * What went wrong by the output of Node, esbuild or Vite, in one line: the file below `root` that is to blame, as
 * `lib/counter.ts:12`, if one is named, and the message of the first error.
 */
export function firstError(output: string, root: string): string {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('Node.js v'));
  const message = lines.map(messageIn).find((found) => found !== undefined) ?? lines.at(-1)?.trim();
  return [lines.map((line) => placeIn(line, root)).find(Boolean), message].filter(Boolean).join(': ');
}

/** As esbuild has it, Vite, and Node. */
const messages = [/^✘ \[ERROR\] (.+)/, /^\[[\w:-]+\] (.+)/, /^(\w*Error\b.*: .+)/];

function messageIn(line: string): string | undefined {
  for (const pattern of messages) {
    const [, message] = pattern.exec(line) ?? [];
    if (message !== undefined) return message;
  }
  return undefined;
}

/** The packages are not to blame, nor is Node. */
function placeIn(line: string, root: string): string | undefined {
  const [, file, position] =
    /((?:file:\/\/\/(?:\w:)?)?[^\s():]+\.[cm]?[jt]sx?)(:\d+(?::\d+)?)/.exec(line) ?? [];
  if (file === undefined || file.includes('node_modules')) return undefined;
  return (file.startsWith('file:') ? relative(root, fileURLToPath(file)) : file) + position;
}
