import { type PublishedCloud, publishedClouds } from '../publish-cloud.ts';
import type { EnvCommand } from './options.ts';

/** Prints shell commands after which AWS's tools call a cloud that runs. Rejects when it is not clear which one. */
export async function printEnvironment({ port }: EnvCommand, folder: string): Promise<void> {
  const { endpoint, region, credentials } = choose(await publishedClouds(), port, folder);
  const variables = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
  process.stdout.write([forget, ...exports, forVersionOne, ''].join('\n'));
}

/** Either would be taken in place of the keys, or beside them. */
const forget = 'unset AWS_PROFILE AWS_SESSION_TOKEN';

/** Version 1 of AWS's CLI does not look at AWS_ENDPOINT_URL for SQS in the regions that are older. */
const forVersionOne = `aws() { command aws \${AWS_ENDPOINT_URL:+"--endpoint-url=$AWS_ENDPOINT_URL"} "$@"; }`;

function choose(clouds: readonly PublishedCloud[], port: number | undefined, folder: string): PublishedCloud {
  const wanted = port === undefined ? clouds : clouds.filter((cloud) => cloud.port === port);
  const here = wanted.filter((cloud) => cloud.folder === folder);
  const [only, ...others] = here.length > 0 ? here : wanted;
  if (only === undefined) {
    throw new Error(
      `no local cloud runs${port === undefined ? '' : ` on port ${port}`}; start it with npx local-cloud`,
    );
  }
  if (others.length === 0) return only;
  const running = [only, ...others].map((cloud) => `${cloud.port} (${cloud.folder})`).join(', ');
  throw new Error(`several local clouds run, on ports ${running}; choose one with --port`);
}
