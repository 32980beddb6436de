import { join } from 'node:path';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/** What takes the place of what in the bundles: see there. */
export const aliases = {
  '@aws-sdk/credential-provider-node': join(import.meta.dirname, '../adapters/environment-credentials.ts'),
};

/** Every function is one small ESM file, with the AWS clients that it calls. */
export const bundling = {
  format: OutputFormat.ESM,
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  bundleAwsSDK: true,
  esbuildArgs: Object.fromEntries(Object.entries(aliases).map(([name, path]) => [`--alias:${name}`, path])),
} satisfies BundlingOptions;
