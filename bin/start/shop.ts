import { join } from 'node:path';
import type { CachedSynthesisInput, CloudOptions, Site } from 'local-cloud';
import { createReferencePages } from './reference-pages.ts';

const root = join(import.meta.dirname, '..', '..');

/** The shop's CDK app. */
export const shopApp: CachedSynthesisInput = {
  folder: root,
  cache: join(root, '.cache', 'cdk.out'),
  sources: ['bin', 'lib', 'lambdas', 'coffee', 'domain', 'adapters', 'cdk.json', 'package-lock.json'],
};

/** Makes the page's files, if they are not those of the sources. */
export const pageBuild = {
  folder: root,
  command: 'node web/build.ts',
  failure: 'the page does not build',
  more: 'npm run page',
};

export interface ShopSettings {
  /** How many times as fast as on the menu coffee is made. */
  readonly brewSpeed: number | string;
}

/** What is the shop's own in a local cloud: its pages and the speed of its recipes. */
export function shopOptions({
  brewSpeed,
}: ShopSettings): Required<Pick<CloudOptions, 'environment' | 'site'>> {
  return {
    // The page is at home on both names of this machine.
    environment: ({ url }) => ({
      SPEED: String(brewSpeed),
      ALLOWED_ORIGINS: `${url},${url.replace('localhost', '127.0.0.1')}`,
    }),
    site: siteOf,
  };
}

type Addresses = Parameters<NonNullable<CloudOptions['site']>>[0];

/** As it is deployed: the page, its configuration, and the contracts with their reference. */
function siteOf({ url: apiUrl, liveUrl, template }: Addresses): Site {
  const { Issuer: issuer, ClientId: clientId } = Object.assign({}, ...Object.values(template.outputs));
  return {
    folder: join(root, 'web', 'dist'),
    json: { '/config.json': { apiUrl, liveUrl, auth: { issuer, clientId, scope: 'openid' } } },
    answer: createReferencePages(join(root, 'contracts')),
  };
}
