import { join } from 'node:path';
import { clientSize, makeClientPackage } from './client-package.ts';

/** `npm run client:build` makes dist/client; `npm run client:size` says how much of a page the client is. */
if (process.argv[2] !== 'size') await makeClientPackage(join(import.meta.dirname, '..', 'dist', 'client'));
const { minified, gzipped } = await clientSize();
console.log(`client: ${kilobytes(minified)} minified, ${kilobytes(gzipped)} compressed`);

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
