import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { codeAssets } from '../../src/lambda/code-assets.ts';

it('finds the directory of each asset by the key that the template gives for it', async () => {
  const cdkOut = mkdtempSync(join(tmpdir(), 'app-assets-'));
  onTestFinished(() => rmSync(cdkOut, { recursive: true }));
  writeFileSync(
    join(cdkOut, 'App.assets.json'),
    JSON.stringify({
      version: '55.0.0',
      files: {
        ab12: {
          source: { path: 'asset.ab12', packaging: 'zip' },
          destinations: { 'here-1': { bucketName: 'assets', objectKey: 'ab12.zip' } },
        },
      },
      dockerImages: {},
    }),
  );
  writeFileSync(join(cdkOut, 'tree.json'), '{}');
  expect(await codeAssets([cdkOut])).toEqual(new Map([['ab12.zip', join(cdkOut, 'asset.ab12')]]));
});
