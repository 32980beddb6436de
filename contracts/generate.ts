import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptOptions } from '../build/script-options.ts';
import { documents } from './documents.ts';

const usage = `npm run contracts

Writes contracts/openapi.json and contracts/asyncapi.json from the schemas that validate.`;

scriptOptions(usage, {});
for (const [name, text] of Object.entries(documents)) {
  await writeFile(join(import.meta.dirname, name), text);
}
