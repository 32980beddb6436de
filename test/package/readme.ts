import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files that a section of the README shows, by name: code that begins with a comment such as `// hello/task.ts`. */
export function filesInReadme(heading: string): Readonly<Record<string, string>> {
  const readme = readFileSync(join(import.meta.dirname, '../..', 'README.md'), 'utf8');
  const [, section = ''] = readme.split(`## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  const blocks = own.matchAll(/^```ts\n\/\/ [a-z-]+\/(?<name>[a-z-]+\.ts)\n(?<text>.*?)^```$/gms);
  return Object.fromEntries([...blocks].map(({ groups = {} }) => [String(groups.name), String(groups.text)]));
}
