import { expect, it } from 'vitest';
import { compareTemplates } from '../../src/template/compare-templates.ts';
import type { ResolvedResource, ResolvedTemplate } from '../../src/template/resolved-template.ts';
import { aResource } from './a-resource.ts';
import { context } from './resolve-resources.ts';

const code = (key: string) => ({ Code: { S3Bucket: 'assets', S3Key: key } });
const fn = (properties: object) => aResource('Work', 'AWS::Lambda::Function', { ...properties }, context);
const version = (id: string) =>
  aResource(id, 'AWS::Lambda::Version', { FunctionName: 'arn:aws:lambda:x' }, context);
const queue = (delay: number) => aResource('Jobs', 'AWS::SQS::Queue', { DelaySeconds: delay }, context);
const metadata = (analytics: string) =>
  aResource('CDKMetadata', 'AWS::CDK::Metadata', { Analytics: analytics }, context);

function template(...resources: ResolvedResource[]): ResolvedTemplate {
  return { resources: new Map(resources.map((one) => [one.logicalId, one])), outputs: {} };
}

it.each([
  ['nothing', [fn(code('a')), queue(1)], [fn(code('a')), queue(1)], { code: [], others: [] }],
  ['the code of a function', [fn(code('a'))], [fn(code('b'))], { code: ['Work'], others: [] }],
  [
    'the logical id of a version, which has the hash of the code',
    [fn(code('a')), version('WorkCurrentVersionA')],
    [fn(code('b')), version('WorkCurrentVersionB')],
    { code: ['Work'], others: [] },
  ],
  [
    'code and a setting of a function',
    [fn(code('a'))],
    [fn({ ...code('b'), Timeout: 9 })],
    { code: [], others: ['Work'] },
  ],
  ['another resource', [queue(1)], [queue(2)], { code: [], others: ['Jobs'] }],
  ['a new resource', [], [queue(1)], { code: [], others: ['Jobs'] }],
  ['a resource that is gone', [queue(1)], [], { code: [], others: ['Jobs'] }],
  [
    "what the CDK says of itself, which is no resource of the app's",
    [metadata('v1')],
    [metadata('v2')],
    { code: [], others: [] },
  ],
])('two syntheses differ in %s', (_, before, after, changes) => {
  expect(compareTemplates(template(...before), template(...after))).toEqual(changes);
});
