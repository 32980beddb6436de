import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Finding } from '../../conformance/report.ts';
import { shop } from './shop.ts';

const program = join(import.meta.dirname, '..', '..', 'conformance', 'run.ts');

function run(args: readonly string[]) {
  return promisify(execFile)(process.execPath, [program, ...args]).catch((error) => error);
}

it('the shop conforms to every clause that concerns it', async () => {
  const { url, live, token, otherToken } = shop;
  const other = otherToken === undefined ? [] : ['--other-token', otherToken];
  const { stdout, code = 0 } = await run([
    '--url',
    url,
    '--live',
    live,
    '--token',
    token,
    ...other,
    '--json',
  ]);
  const findings: readonly Finding[] = JSON.parse(stdout);
  expect(findings.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  expect(findings.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(60);
  expect(code).toBe(0);
});

it('what does not conform is named, and the exit code says so', async () => {
  const { stdout, code } = await run(['--url', shop.url, '--live', shop.live, '--token', 'no-token']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^ {2}FAIL §15\.3\.3 {2}202 describes/m);
  expect(stdout).toMatch(/^\d+ pass, \d+ fail, \d+ not applicable$/m);
});

it.each([
  [
    ['--url', 'http://localhost:9', '--live', 'ws://localhost:9', '--token', 'x'],
    1,
    'http://localhost:9 does not answer: ',
  ],
  [['--loud'], 2, "Unknown option '--loud'"],
  [[], 2, '--url, --live and --token are needed\n\nnpm run conformance -- --url'],
])('called with %j ends with %i and says why', async (args, code, words) => {
  const outcome = await run(args);
  expect(outcome).toMatchObject({ code, stdout: '' });
  expect(outcome.stderr).toMatch(new RegExp(`^${words}`));
  expect(outcome.stderr).not.toMatch(/^ {4}at /m);
});
