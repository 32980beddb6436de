import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { appWith, type Checkout, checkout } from './a-checkout.ts';

async function expectRefusal(started: ReturnType<Checkout['start']>, reason: RegExp | string): Promise<void> {
  expect(await started.exitCode).toBe(1);
  const lines = (await started.stderr).trimEnd().split('\n');
  expect(lines).toEqual([expect.stringMatching(/^Smart Coffee Maker cannot open: /)]);
  expect(lines[0]).toMatch(reason);
  expect(() => process.kill(-started.pid, 0)).toThrow('ESRCH');
}

describe('npm start refuses in one line, with exit code 1', () => {
  it('a directory for its data on a disk that is full', async () => {
    const { start } = await checkout(await appWith(''));
    const synthesized = start();
    await synthesized.said('wscat');
    process.kill(-synthesized.pid, 'SIGINT');
    await synthesized.exitCode;
    const dataDir = await mkdtemp(join(tmpdir(), 'full-'));
    onTestFinished(() => rm(dataDir, { recursive: true }));
    await expectRefusal(start(['--data', dataDir], {}, 16), `${dataDir} takes no more data (`);
  });

  it('a port that is taken (fault 54)', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { start } = await checkout(await appWith(''));
    await expectRefusal(start([], { PORT: String(port) }), `Port ${port} is in use by another program`);
  });

  it('an app that does not synthesize', async () => {
    const { start } = await checkout("throw new Error('wrong context: -c brewSpeed=…: too fast');");
    await expectRefusal(
      start(),
      'does not synthesize: bin/app.ts:1: Error: wrong context: -c brewSpeed=…: too fast',
    );
  });

  it.each([
    ['a resource type', "resources[0].Type = 'AWS::Tea::Pot';", 'does not know the type AWS::Tea::Pot'],
    [
      'a property (fault 55)',
      "resources.find(({ Type }) => Type === 'AWS::SQS::Queue').Properties.Strength = 'strong';",
      /\w+\.Strength \(SmartCoffee\/\S+\): the local cloud does not know this property of AWS::SQS::Queue/,
    ],
    [
      'an intrinsic function',
      "resources.find(({ Type }) => Type === 'AWS::SQS::Queue').Properties.DelaySeconds = { 'Fn::Steep': 4 };",
      /\w+\.DelaySeconds.*Fn::Steep/,
    ],
  ])('%s that the local cloud does not know', async (_, change, reason) => {
    const { start } = await checkout(await appWith(change));
    await expectRefusal(start(), reason);
  });

  it.each([
    [['--chaos', 'silly'], '--chaos must be mild or wild, not "silly"'],
    [['--loud'], "Unknown option '--loud'. Usage: npm start -- [--data DIR]"],
  ])('the options %j', async (args, reason) => {
    const { start } = await checkout(await appWith(''));
    await expectRefusal(start(args), reason);
  });
});

describe('npm start', () => {
  it.each(['--help', '-h'])('%s says how it is called, and opens nothing', async (help) => {
    const { start } = await checkout("throw new Error('nothing is synthesized');");
    const started = start(['--data', '/nowhere', help]);
    expect(await started.said('BREW_SPEED')).toMatch(/^npm start -- \[--data DIR\](.|\n)+ {2}PORT=3100 /);
    expect({ code: await started.exitCode, stderr: await started.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('opens, and closes on Ctrl-C within two seconds, leaving no process (fault 53)', async () => {
    const { start } = await checkout(await appWith(''));
    const started = start();
    const [url] = (await started.said('wscat')).match(/http:\/\/localhost:\d+/) ?? [];
    expect((await fetch(`${url}/menu`)).status).toBe(200);
    const began = performance.now();
    // As the terminal does: to the whole group.
    process.kill(-started.pid, 'SIGINT');
    expect(await started.exitCode).toBe(0);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(await started.stderr).toBe('');
    await vi.waitFor(() => expect(() => process.kill(-started.pid, 0)).toThrow('ESRCH'));
    await expect(fetch(`${url}/menu`)).rejects.toThrow();
  }, 60_000);
});
