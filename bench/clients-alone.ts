import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { bundling } from '../lib/functions/bundle.ts';

const clientModule = /node_modules\/(@aws-sdk\/(?:client|lib)-[a-z-]+)\/dist-es\/(\w+Client)\.js$/;

/**
 * Writes to `outfile` what makes the AWS clients that a function makes, bundled as the function is, but with their
 * default credential chain and all that comes with them. False when the function has no clients.
 */
export async function clientsAlone(module: string, root: string, outfile: string): Promise<boolean> {
  const { sources } = JSON.parse(await readFile(`${module}.map`, 'utf8')) as { sources: readonly string[] };
  const clients = sources.flatMap((source) => {
    const [, from, name] = clientModule.exec(source) ?? [];
    return name ? [{ name, from }] : [];
  });
  const imports = clients.map(({ name, from }) => `import { ${name} } from '${from}';`);
  const made = clients.map(({ name }) => making(name));
  const contents = `${imports.join('\n')}\nexport const clients = [${made}];`;
  await build({ ...bundling, stdin: { contents, resolveDir: root }, outfile });
  return clients.length > 0;
}

function making(client: string): string {
  return client === 'DynamoDBDocumentClient' ? `${client}.from(new DynamoDBClient({}))` : `new ${client}({})`;
}
