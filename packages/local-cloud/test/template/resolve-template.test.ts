import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { resolveTemplate } from '../../src/template/resolve-template.ts';
import type { DeploymentContext, ResourceTypes } from '../../src/template/resource-type.ts';
import { UnsupportedAppError } from '../../src/template/template-error.ts';

const context: DeploymentContext = {
  accountId: '000000000000',
  region: 'eu-west-1',
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
  stackName: 'App',
  endpointUrl: 'http://127.0.0.1:1',
  publicUrl: 'http://localhost:3000',
};

const types: ResourceTypes = {
  'Test::Cup': {
    properties: v.strictObject({
      Value: v.optional(v.unknown()),
      Nested: v.optional(v.strictObject({ Size: v.number() })),
    }),
    ref: ({ logicalId }) => `ref-${logicalId}`,
    attributes: {
      Arn: ({ logicalId }) => `arn-${logicalId}`,
      'Deep.Name': ({ logicalId }) => `deep-${logicalId}`,
    },
  },
};

/** What `value` becomes as a property, in a template that also has the resource `Other`. */
function resolved(value: unknown, sections: object = {}): unknown {
  const cup = { Type: 'Test::Cup', Properties: { Value: value } };
  const Resources = { Cup: cup, Other: { Type: 'Test::Cup' } };
  const Mappings = { Sizes: { 'eu-west-1': { ml: 250 } } };
  return resolveTemplate({ Resources, Mappings, ...sections }, types, context).resources.get('Cup')
    ?.properties.Value;
}

describe('resolving intrinsic functions', () => {
  it.each([
    ['Ref of a resource', { Ref: 'Other' }, 'ref-Other'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
    [
      'the stack id',
      { Ref: 'AWS::StackId' },
      'arn:aws:cloudformation:eu-west-1:000000000000:stack/App/local',
    ],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Other', 'Arn'] }, 'arn-Other'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Other.Arn' }, 'arn-Other'],
    ['GetAtt of a dotted attribute', { 'Fn::GetAtt': ['Other', 'Deep.Name'] }, 'deep-Other'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Other' }, 7]] }, 'a-ref-Other-7'],
    ['Join of a Split', { 'Fn::Join': ['+', { 'Fn::Split': ['/', 'a/b/c'] }] }, 'a+b+c'],
    ['Select', { 'Fn::Select': ['1', { 'Fn::Split': ['.', 'a.b.c'] }] }, 'b'],
    [
      'Sub',
      { 'Fn::Sub': `\${Other}/\${Other.Arn}/\${AWS::AccountId}/\${!Kept}` },
      `ref-Other/arn-Other/000000000000/\${Kept}`,
    ],
    ['Sub with variables', { 'Fn::Sub': [`\${a}\${b}`, { a: 1, b: { Ref: 'Other' } }] }, '1ref-Other'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'ml'] }, 250],
    ['FindInMap with a default', { 'Fn::FindInMap': ['Sizes', 'x', 'ml', { DefaultValue: 1 }] }, 1],
    ['Base64', { 'Fn::Base64': { 'Fn::Sub': `in \${AWS::Region}` } }, 'aW4gZXUtd2VzdC0x'],
    ['the zones of a region', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['the length of a list', { 'Fn::Length': { 'Fn::Split': [',', 'a,b'] } }, 2],
    ['JSON', { 'Fn::ToJsonString': { a: { Ref: 'Other' } } }, '{"a":"ref-Other"}'],
    ['a nested value', [{ deep: [{ Ref: 'Other' }] }], [{ deep: ['ref-Other'] }]],
    ['plain values', [null, true, 1.5, 'text'], [null, true, 1.5, 'text']],
  ])('%s', (_, value, expected) => {
    expect(resolved(value)).toEqual(expected);
  });

  it('leaves out what AWS::NoValue stands for', () => {
    const nothing = { Ref: 'AWS::NoValue' };
    expect(resolved({ kept: 1, dropped: nothing, list: ['a', nothing] })).toEqual({ kept: 1, list: ['a'] });
  });

  it('takes the default of a parameter', () => {
    const Parameters = {
      Size: { Type: 'Number', Default: 3 },
      Drinks: { Type: 'CommaDelimitedList', Default: 'a,b' },
    };
    expect(resolved([{ Ref: 'Size' }, { Ref: 'Drinks' }], { Parameters })).toEqual(['3', ['a', 'b']]);
  });

  it.each([
    ['Equals', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }, true],
    ['Not', { 'Fn::Not': [{ 'Fn::Equals': ['a', 'a'] }] }, false],
    ['And', { 'Fn::And': [{ 'Fn::Equals': ['a', 'a'] }, { 'Fn::Equals': ['a', 'b'] }] }, false],
    ['Or', { 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { Condition: 'Always' }] }, true],
  ])('Fn::If by %s', (_, condition, expected) => {
    const Conditions = { Always: { 'Fn::Equals': ['1', '1'] }, Asked: condition };
    // The branch that is not taken may be beyond us.
    const value = {
      'Fn::If': expected ? ['Asked', 'yes', { 'Fn::Cidr': [] }] : ['Asked', { 'Fn::Cidr': [] }, 'no'],
    };
    expect(resolved(value, { Conditions })).toBe(expected ? 'yes' : 'no');
  });

  it('leaves out resources and outputs whose condition does not hold', () => {
    const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
    const Resources = { Kept: { Type: 'Test::Cup' }, Gone: { Type: 'Test::Cup', Condition: 'Never' } };
    const Outputs = { Kept: { Value: { Ref: 'Kept' } }, Gone: { Value: 'x', Condition: 'Never' } };
    const template = resolveTemplate({ Resources, Conditions, Outputs }, types, context);
    expect([...template.resources.keys()]).toEqual(['Kept']);
    expect(template.outputs).toEqual({ App: { Kept: 'ref-Kept' } });
  });

  it("reads past what CDK's bootstrap adds", () => {
    const Parameters = {
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk/version' },
    };
    const Rules = { CheckBootstrapVersion: { Assertions: [{ Assert: { 'Fn::Contains': [] } }] } };
    expect(resolved('as ever', { Parameters, Rules })).toBe('as ever');
    expect(() => resolved({ Ref: 'BootstrapVersion' }, { Parameters })).toThrow(
      /parameter BootstrapVersion \(\S+\) has no value here; give it one with --parameter BootstrapVersion=/,
    );
  });
});

describe('refusing what would have to be ignored', () => {
  const cup = (Properties: object) => ({ Resources: { Cup: { Type: 'Test::Cup', Properties } } });

  it.each([
    ['a type', { Resources: { Pot: { Type: 'Test::Pot' } } }, /^Pot: .*type Test::Pot; leave it out/],
    [
      'a property',
      cup({ Steam: 1 }),
      /^Cup\.Steam: .*does not know this property of Test::Cup; leave it out/,
    ],
    ['a nested property', cup({ Nested: { Size: 1, Foam: 2 } }), /^Cup\.Nested\.Foam: /],
    [
      'a value of the wrong kind',
      cup({ Nested: { Size: 'big' } }),
      /^Cup\.Nested\.Size: the local cloud takes number here, not "big"; change it where the app runs locally$/,
    ],
    [
      'an intrinsic function',
      cup({ Value: [{ 'Fn::Cidr': [] }] }),
      /^Cup\.Value\[0\]: the local cloud cannot resolve Fn::Cidr here; it knows Ref, /,
    ],
    [
      'an intrinsic function with company',
      cup({ Value: { Ref: 'Cup', Size: 1 } }),
      /^Cup\.Value: the local cloud cannot resolve Ref here/,
    ],
    [
      'a target',
      cup({ Value: { Ref: 'Saucer' } }),
      /^Cup\.Value\.Ref: Saucer is neither a resource nor a parameter/,
    ],
    [
      'an attribute',
      cup({ Value: { 'Fn::GetAtt': ['Cup', 'Weight'] } }),
      /no attribute Weight of Cup \(Test::Cup\); it knows Arn, Deep.Name/,
    ],
    ['a condition', cup({ Value: { 'Fn::If': ['Nowhere', 1, 2] } }), /there is no condition Nowhere/],
    [
      'an argument',
      cup({ Value: { 'Fn::Join': ['-', [{ an: 'object' }]] } }),
      /^Cup\.Value\.Fn::Join: the arguments make no sense/,
    ],
    [
      'what no stack exports',
      cup({ Value: { 'Fn::ImportValue': 'Saucer' } }),
      /no stack of the app exports Saucer/,
    ],
    [
      'an entry of a mapping',
      cup({ Value: { 'Fn::FindInMap': ['Sizes', 'small', 'ml'] } }),
      /Sizes has no small, ml; add it/,
    ],
    ['an index beyond the list', cup({ Value: { 'Fn::Select': [3, ['a']] } }), /^Cup\.Value\.Fn::Select/],
    ['a section', { ...cup({}), Transform: 'AWS::Serverless-2016-10-31' }, /Transform/],
    [
      'a part of a resource',
      { Resources: { Cup: { Type: 'Test::Cup', CreationPolicy: {} } } },
      /Resources\.Cup\.CreationPolicy/,
    ],
  ])('%s that is not known', (_, template, message) => {
    const resolving = () => resolveTemplate(template, types, context);
    expect(resolving).toThrow(UnsupportedAppError);
    expect(resolving).toThrow(message);
    expect(resolving).not.toThrow(/\n/);
  });
});
