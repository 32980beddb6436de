import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { lambdaResources } from '../../src/lambda/resources.ts';
import type { DeploymentContext } from '../../src/template/resource-type.ts';
import { functionProperties } from './function-fixture.ts';

const context: DeploymentContext = {
  accountId: '000000000000',
  region: 'eu-west-1',
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
  stackName: 'App',
  endpointUrl: 'http://127.0.0.1:1',
  publicUrl: 'http://localhost:3000',
};
const type = lambdaResources['AWS::Lambda::Function'];

function accepts(properties: object): boolean {
  return v.safeParse(type?.properties ?? v.never(), { ...functionProperties, ...properties }).success;
}

describe('AWS::Lambda::Function', () => {
  it('has name and ARN made from stack and logical id', () => {
    const resource = { logicalId: 'Work0A1B2C3D', properties: {} };
    expect(type?.ref(resource, context)).toBe('App-Work0A1B2C3D');
    expect(type?.attributes.Arn?.(resource, context)).toBe(
      'arn:aws:lambda:eu-west-1:000000000000:function:App-Work0A1B2C3D',
    );
  });

  it('is accepted as CDK synthesizes it', () => {
    expect(accepts({ RecursiveLoop: 'Allow', TracingConfig: { Mode: 'Active' }, Description: 'x' })).toBe(
      true,
    );
  });

  it.each([
    ['a property that would be ignored', { VpcConfig: {} }],
    ['a nested one', { LoggingConfig: { LogFormat: 'JSON', LogClass: 'x' } }],
    ['another runtime', { Runtime: 'python3.13' }],
    ['a handler without export', { Handler: 'index' }],
  ])('refuses %s', (_, properties) => {
    expect(accepts(properties)).toBe(false);
  });
});
