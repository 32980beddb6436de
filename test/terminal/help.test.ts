import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** npm runs it: nobody asks how it is called. */
const others = ['prepack'];
const ours = Object.entries(scripts)
  .map(([name, script]) => ({ name, words: script.replace('npm run test:tools && ', '').split(' ') }))
  .filter(
    ({ name, words: [program, file = ''] }) =>
      program === 'node' && !others.includes(name) && !file.includes('stryker'),
  )
  .map(({ name, words }) => ({ name, words: words.slice(1) }));

function run(words: readonly string[], ...args: readonly string[]) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, PORT: '9' };
    execFile(process.execPath, [...words, ...args], { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}

it('is asked of every command', () => {
  expect(ours.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'start',
      'order',
      'redrive',
      'conformance',
      'simulate',
      'faults',
      'bench',
      'test:e2e',
    ]),
  );
});

it.each(ours)(
  'npm run $name -- --help says how it is called, and does nothing else',
  async ({ name, words }) => {
    const { code, stdout, stderr } = await run(words, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^npm (run )?[\w:-]+/);
    expect(stdout).toContain(name);
  },
);

it.each(ours)('npm run $name does nothing but refuse an option that it does not know', async ({ words }) => {
  const { code, stdout, stderr } = await run(words, '--no-such-thing');
  expect({ stdout, refused: code === 1 || code === 2 }).toEqual({ stdout: '', refused: true });
  expect(stderr).toMatch(/Unknown option '--no-such-thing'/);
  expect(stderr).toMatch(/npm (run|start)|--help tells more/);
});
