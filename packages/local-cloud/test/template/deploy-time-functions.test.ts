import { describe, expect, it } from 'vitest';
import { resolveResources as resolve } from './resolve-resources.ts';

const python = { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'python3.13' } };
const deployment = {
  Type: 'Custom::CDKBucketDeployment',
  Properties: { ServiceToken: { 'Fn::GetAtt': ['Copier', 'Arn'] } },
};

describe('functions that serve custom resources alone', () => {
  it('are not run, in whatever language they are', () => {
    const { resources } = resolve({ Copier: python, Files: deployment });
    expect([...resources.values()].filter(({ type }) => type === 'AWS::Lambda::Function')).toEqual([]);
    expect(resources.get('Files')?.properties.ServiceToken).toBe(
      'arn:aws:lambda:us-east-1:000000000000:function:App-Copier',
    );
  });

  it('are told from others: a function of another language that works orders stops the start', () => {
    expect(() => resolve({ Copier: python, Other: python, Files: deployment })).toThrow(
      /^ {2}Other\.Runtime: /m,
    );
  });

  it('of other custom resources are refused by the type of those', () => {
    expect(() => resolve({ Copier: python, Files: { ...deployment, Type: 'Custom::Unheard' } })).toThrow(
      'Custom::Unheard',
    );
  });
});
