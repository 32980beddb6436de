import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { functionProperties } from './function-fixture.ts';

it('no process of a function outlives the local cloud, even if that is killed', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'app-orphan-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(
    join(directory, 'index.mjs'),
    'export const handler = () => new Promise(() => setInterval(() => {}, 1000));',
  );
  const script = join(directory, 'cloud.mjs');
  writeFileSync(
    script,
    `import { createFunction } from '${new URL('../../src/lambda/create-function.ts', import.meta.url).href}';
    const fn = createFunction({
      logicalId: 'Work', name: 'work', arn: 'arn:aws:lambda:eu-west-1:000000000000:function:work',
      codeDirectory: ${JSON.stringify(directory)}, properties: ${JSON.stringify({ ...functionProperties, Timeout: 60 })},
      access: { region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, endpoints: {} },
    });
    await fn.warm();
    void fn.invoke({});
    console.log(fn.processes()[0]);`,
  );
  const cloud = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(cloud.stdout, 'data');
  const pid = Number(String(line));
  expect(process.kill(pid, 0)).toBe(true);
  cloud.kill('SIGKILL');
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 3000 });
});
