import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documents } from './documents.ts';

/** `npm run contracts` writes openapi.json and asyncapi.json. */
for (const [name, text] of Object.entries(documents)) {
  await writeFile(join(import.meta.dirname, name), text);
}
