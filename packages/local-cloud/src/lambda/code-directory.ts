import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ResolvedResource } from '../template/resolved-template.ts';
import { UnsupportedTemplateError } from '../template/template-error.ts';
import type { FunctionProperties } from './function-properties.ts';

/** The folder that a function's code lies in. Inline code is written to one beside the assets of its stack. */
export async function codeDirectory(
  { logicalId, ref, properties }: Pick<ResolvedResource, 'logicalId' | 'ref' | 'properties'>,
  assets: ReadonlyMap<string, string>,
  stackDirectory: string,
): Promise<string> {
  const { Code } = properties as Pick<FunctionProperties, 'Code'>;
  if ('ZipFile' in Code) return writeInline(Code.ZipFile, join(stackDirectory, '.inline', ref));
  const found = assets.get(Code.S3Key);
  if (found === undefined) {
    throw new UnsupportedTemplateError(`${logicalId}.Code`, `no asset ${Code.S3Key} was synthesized`, advice);
  }
  if ((await stat(found)).isDirectory()) {
    await endPackageScope(found);
    return found;
  }
  throw new UnsupportedTemplateError(`${logicalId}.Code`, 'the asset is a file', advice);
}

const advice = 'give the code as a folder';

/**
 * On Lambda nothing lies above a function's folder. Here the package.json of the app does, and its `"type": "module"`
 * would turn CommonJS into what it is not: an empty one stands between them.
 */
async function endPackageScope(directory: string): Promise<void> {
  // What the CDK did not copy lies among the sources of the app.
  if (!basename(directory).startsWith('asset.')) return;
  try {
    await writeFile(join(dirname(directory), 'package.json'), '{}', { flag: 'wx' });
  } catch (error) {
    if (Object(error).code !== 'EEXIST') throw error;
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html: a CommonJS `index.js`. */
async function writeInline(source: string, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'package.json'), '{"type":"commonjs"}');
  await writeFile(join(directory, 'index.js'), source);
  return directory;
}
