import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm pack` runs it in the folder of a package: its sources in JavaScript, with their types. Node strips no types from
 * packages that are installed. Arguments: the settings of tsc, and the folder that they write to.
 */
const [settings = '', out = ''] = process.argv.slice(2);
rmSync(out, { recursive: true, force: true });
const tsc = join(import.meta.dirname, '..', 'node_modules', 'typescript', 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '--project', settings], { stdio: ['ignore', 2, 2] });
