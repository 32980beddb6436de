import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cloud, startCloud } from '../../packages/local-cloud/src/cloud.ts';

/** Runs a synthesized stack twenty times as fast as its tasks say. */
export async function openStack(out: string, stack: string): Promise<Cloud> {
  return startCloud({
    template: JSON.parse(await readFile(join(out, `${stack}.template.json`), 'utf8')),
    assets: out,
    webFolder: out,
    port: 0,
    settings: { SPEED: '20' },
    onNotice: (line) => console.error(line),
  });
}

/** What `POST` of an order answers. */
export function order(cloud: Cloud, token: string, collection: string, request: unknown): Promise<Response> {
  return fetch(`${cloud.url}/${collection}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
}
