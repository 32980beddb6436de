import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';

const root = join(import.meta.dirname, '../..');
/** As it stands in the pages: enough where page, APIs and issuer are one origin. */
const ownOrigin = "connect-src 'self'";

export interface PageFiles {
  readonly folder: ISource;
  /** A page of the folder, which may speak to these addresses. */
  page(name: string, connectTo: readonly string[]): ISource;
  /** `openapi.json` or `asyncapi.json`, with the servers of the deployment. */
  contract(name: string, servers: unknown): ISource;
}

/** The built page. Where nothing is bundled, as in tests, its raw files stand for it. */
export function pageFiles(scope: Construct): PageFiles {
  const isBuilt = Stack.of(scope).bundlingRequired;
  if (isBuilt) execFileSync(process.execPath, [join(root, 'web', 'build.ts')], { stdio: ['ignore', 2, 2] });
  const pages = join(root, 'web', ...(isBuilt ? ['dist'] : []));
  return {
    folder: Source.asset(isBuilt ? pages : join(root, 'web', 'public')),
    page(name, connectTo) {
      const html = readFileSync(join(pages, name), 'utf8');
      if (!html.includes(`"${ownOrigin}"`))
        throw new Error(`${name} has no Content-Security-Policy to extend`);
      return Source.data(name, html.replace(ownOrigin, [ownOrigin, ...connectTo].join(' ')));
    },
    contract(name, servers) {
      const contract = JSON.parse(readFileSync(join(root, 'contracts', name), 'utf8'));
      return Source.jsonData(name, { ...contract, servers });
    },
  };
}
