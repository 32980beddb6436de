import { expect, it } from 'vitest';
import { invokePermissions } from '../../src/lambda/invoke-permissions.ts';
import { arnOf, templateOf } from '../api-gateway/gateway-fixture.ts';

const source = 'arn:aws:execute-api:eu-central-1:000000000000:abc/$default/GET/orders/{id}';

const permission = {
  Action: 'lambda:InvokeFunction',
  FunctionName: arnOf('api'),
  Principal: 'apigateway.amazonaws.com',
  SourceArn: 'arn:aws:execute-api:eu-central-1:000000000000:abc/*/*/orders/{id}',
};

function mayInvoke(properties: object, sourceArn = source): boolean {
  const type = 'AWS::Lambda::Permission';
  const template = templateOf([['P', type, { ...properties }]]);
  return invokePermissions(template, 'apigateway.amazonaws.com', '000000000000')(arnOf('api'), sourceArn);
}

it('a permission covers the sources that its pattern matches, by ARN or by name of the function', () => {
  expect(mayInvoke(permission)).toBe(true);
  expect(mayInvoke({ ...permission, FunctionName: 'api' })).toBe(true);
  expect(mayInvoke({ ...permission, SourceArn: undefined })).toBe(true);
  const socket = 'arn:aws:execute-api:eu-central-1:000000000000:abc/live/$connect';
  const pattern = 'arn:aws:execute-api:eu-central-1:000000000000:abc/*$connect';
  expect(mayInvoke({ ...permission, SourceArn: pattern }, socket)).toBe(true);
});

it.each([
  ['another path', { SourceArn: `${permission.SourceArn}/steps` }],
  ['another function', { FunctionName: arnOf('work') }],
  ['a function whose name only ends alike', { FunctionName: 'pi' }],
  ['another service', { Principal: 'events.amazonaws.com' }],
  ['another account', { SourceAccount: '111111111111' }],
  ['another action', { Action: 'lambda:GetFunction' }],
])('a permission for %s does not', (_case, change) => {
  expect(mayInvoke({ ...permission, ...change })).toBe(false);
});
