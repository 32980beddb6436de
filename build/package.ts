import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm pack` runs it: the engine in JavaScript, with its types, in dist/package. Node strips no types from packages that
 * are installed.
 */
const root = join(import.meta.dirname, '..');
rmSync(join(root, 'dist', 'package'), { recursive: true, force: true });
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const settings = join(import.meta.dirname, 'package.tsconfig.json');
execFileSync(process.execPath, [tsc, '--project', settings], { stdio: ['ignore', 2, 2] });
