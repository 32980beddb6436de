import { resolveTemplate } from '../../src/template/resolve-template.ts';
import { resourceTypes } from '../../src/template/resource-types.ts';

export const context = {
  accountId: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
  stackName: 'App',
  endpointUrl: 'http://127.0.0.1:1',
  publicUrl: 'http://localhost:3000',
};
/** These resources as a template of their own, with every reference resolved. */
export function resolveResources(Resources: object) {
  return resolveTemplate({ Resources }, resourceTypes, context);
}
