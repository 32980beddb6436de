import { join } from 'node:path';
import { clientSize, makeClientPackage } from './client-package.ts';
import { scriptOptions } from './script-options.ts';

const usage = `npm run client:build, or client:size

Makes the package of the client in dist/client, and says how much of a page the client is.

  --size  only says it`;

const { size } = scriptOptions(usage, { size: { type: 'boolean' } });
if (!size) await makeClientPackage(join(import.meta.dirname, '..', 'dist', 'client'));
const { minified, gzipped } = await clientSize();
console.log(`client: ${kilobytes(minified)} minified, ${kilobytes(gzipped)} compressed`);

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
