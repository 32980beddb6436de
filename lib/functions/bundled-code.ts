import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundle } from './bundle.ts';
import type { FunctionEntry } from './function-entry.ts';

/**
 * What a function is deployed with: its bundle, and the source map beside it. NodejsFunction would do as much, but its
 * map names the sources as seen from a temporary folder, on which the asset's hash would depend.
 */
export function bundledCode(entry: FunctionEntry): Code {
  return Code.fromAsset(import.meta.dirname, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      local: { tryBundle: (folder) => writeBundle(entry, folder) },
      // Neither is run. The CDK tells one function's asset from another's by the command.
      image: DockerImage.fromRegistry('none'),
      command: [entry.source],
    },
  });
}

function writeBundle(entry: FunctionEntry, folder: string): true {
  const { code, map } = bundle(entry);
  writeFileSync(join(folder, 'index.mjs'), code);
  writeFileSync(join(folder, 'index.mjs.map'), map);
  return true;
}
