import { readAssembly } from '../../packages/local-cloud/src/assembly/read-assembly.ts';
import { type Cloud, startCloud } from '../../packages/local-cloud/src/cloud.ts';

/** Runs what was synthesized to `out` twenty times as fast as its tasks say. */
export async function openStack(out: string): Promise<Cloud> {
  return startCloud({
    app: await readAssembly(out),
    port: 0,
    environment: () => ({ SPEED: '20' }),
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
