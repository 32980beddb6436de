import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { conditionsHold } from '../../src/iam/policy/conditions.ts';
import { evaluate, type PolicyRequest } from '../../src/iam/policy/evaluate.ts';
import { type Policy, policySchema } from '../../src/iam/policy/policy-document.ts';
import type { Caller } from '../../src/iam/policy/principals.ts';
import type { RequestContext } from '../../src/iam/policy/variables.ts';
import { fitsPattern, fitsResource } from '../../src/iam/policy/wildcards.ts';

// Examples are those of AWS's IAM User Guide; the title of the page is in the name of the test.

const account = '123456789012';
const roleArn = `arn:aws:iam::${account}:role/Worker`;
const worker: Caller = {
  kind: 'role',
  roleArn,
  sessionArn: `arn:aws:sts::${account}:assumed-role/Worker/local`,
  accountId: account,
};
const bucket = 'arn:aws:s3:::amzn-s3-demo-bucket';

const contextOf = (entries: Record<string, string | string[]> = {}): RequestContext =>
  new Map(Object.entries(entries).map(([key, values]) => [key.toLowerCase(), [values].flat()]));
const policy = (...Statement: object[]): Policy =>
  v.parse(policySchema, { Version: '2012-10-17', Statement });
const allow = (more: object = {}) => ({ Effect: 'Allow', Action: 's3:*', Resource: '*', ...more });
const deny = (more: object = {}) => ({ ...allow(more), Effect: 'Deny' });
const request = (more: Partial<PolicyRequest> = {}): PolicyRequest => ({
  caller: worker,
  action: 's3:GetObject',
  resource: `${bucket}/a`,
  context: contextOf(),
  ...more,
});
const about = (Principal: unknown) => allow({ Principal });

describe('"Policy evaluation logic": within one account', () => {
  it.each([
    ['nothing is said', [], undefined, 'not allowed'],
    ['the role may', [policy(allow())], undefined, 'allowed'],
    ['the resource lets the role', [], policy(about({ AWS: roleArn })), 'allowed'],
    ["the resource lets the role's session", [], policy(about({ AWS: worker.sessionArn })), 'allowed'],
    ['the resource lets everybody', [], policy(about('*')), 'allowed'],
    ['the resource leaves it to the account', [], policy(about({ AWS: account })), 'not allowed'],
    ['the account is let, and lets the role', [policy(allow())], policy(about({ AWS: account })), 'allowed'],
    ['the resource lets somebody else', [], policy(about({ AWS: `${roleArn}2` })), 'not allowed'],
    ['the role may, and may not', [policy(allow(), deny())], undefined, 'denied by identity'],
    [
      'the role may in one policy, and may not in another',
      [policy(allow()), policy(deny())],
      undefined,
      'denied by identity',
    ],
    [
      'the resource denies the account',
      [policy(allow())],
      policy(deny({ Principal: { AWS: `arn:aws:iam::${account}:root` } })),
      'denied by resource',
    ],
    [
      'the resource denies all but the role',
      [policy(allow())],
      policy(deny({ NotPrincipal: { AWS: roleArn } })),
      'allowed',
    ],
    [
      'the resource denies all but somebody else',
      [policy(allow())],
      policy(deny({ NotPrincipal: { AWS: `${roleArn}2` } })),
      'denied by resource',
    ],
    ['a service is let', [], policy(about({ Service: 'sns.amazonaws.com' })), 'not allowed'],
  ] as const)('%s', (_, identity, resource, verdict) => {
    expect(evaluate(request(), identity as readonly Policy[], resource)).toBe(verdict);
  });

  it('a service is let by its name alone', () => {
    const caller = { kind: 'service', name: 'sns.amazonaws.com' } as const;
    expect(evaluate(request({ caller }), [], policy(about({ Service: 'sns.amazonaws.com' })))).toBe(
      'allowed',
    );
    expect(evaluate(request({ caller }), [], policy(about({ AWS: account })))).toBe('not allowed');
  });
});

describe('"IAM JSON policy elements: Action, NotAction"', () => {
  it.each([
    ['S3:getobject', {}, 'allowed'],
    ['s3:Get*', {}, 'allowed'],
    ['s3:GetObjec?', {}, 'allowed'],
    ['*', {}, 'allowed'],
    ['s3:Get', {}, 'not allowed'],
    ['sqs:*', {}, 'not allowed'],
    [undefined, { NotAction: 's3:DeleteBucket' }, 'allowed'],
    [undefined, { NotAction: ['s3:get*'] }, 'not allowed'],
  ])('%s %j: %s', (Action, more, verdict) => {
    const statement = { Effect: 'Allow', Resource: '*', ...(Action !== undefined && { Action }), ...more };
    expect(evaluate(request(), [policy(statement)], undefined)).toBe(verdict);
  });
});

describe('"IAM JSON policy elements: Resource"', () => {
  it.each([
    'amzn-s3-demo-bucket/1/test/object.jpg',
    'amzn-s3-demo-bucket/1/2/test/object.jpg',
    'amzn-s3-demo-bucket/1/2/3/test/4/object.jpg',
    'amzn-s3-demo-bucket/1///test///object.jpg',
    'amzn-s3-demo-bucket/1/test/.jpg',
    'amzn-s3-demo-bucket//test/object.jpg',
    'amzn-s3-demo-bucket/1/test/',
  ])('a * in the resource stands for slashes, too: %s', (object) => {
    expect(fitsResource(`${bucket}/*/test/*`, `arn:aws:s3:::${object}`)).toBe(true);
  });

  it.each([
    'amzn-s3-demo-bucket/1-test/object.jpg',
    'amzn-s3-demo-bucket/test/object.jpg',
    'amzn-s3-demo-bucket/1/2/test.jpg',
  ])('but there is no match for %s', (object) => {
    expect(fitsResource(`${bucket}/*/test/*`, `arn:aws:s3:::${object}`)).toBe(false);
  });

  it.each([
    ['*', `arn:aws:sqs:us-east-1:${account}:Jobs`, true],
    [`arn:aws:sqs:*:${account}:Jobs`, `arn:aws:sqs:us-east-1:${account}:Jobs`, true],
    [`arn:aws:sqs:us-*-1:${account}:Jobs`, `arn:aws:sqs:us-east-1:${account}:Jobs`, true],
    [`arn:aws:sqs:us*1:${account}:Jobs`, `arn:aws:sqs:us-east-1:x1:${account}:Jobs`, false],
    ['arn:aws:sqs:us-east-1:*', `arn:aws:sqs:us-east-1:${account}:Jobs`, true],
    [`arn:aws:sqs:us-east-1:${account}:jobs`, `arn:aws:sqs:us-east-1:${account}:Jobs`, false],
    [`arn:aws:sqs:us-east-1:${account}:Job?`, `arn:aws:sqs:us-east-1:${account}:Jobs`, true],
    [`arn:aws:sqs:us-east-1:${account}:Job?`, `arn:aws:sqs:us-east-1:${account}:Job`, false],
    ['arn:aws:sqs:us.east.1:x:y', 'arn:aws:sqs:us-east-1:x:y', false],
  ])('%s for %s: %s', (pattern, arn, fits) => {
    expect(fitsResource(pattern, arn)).toBe(fits);
  });

  it('NotResource is everything else', () => {
    const all = policy({ Effect: 'Deny', Action: 's3:*', NotResource: [bucket, `${bucket}/*`] });
    expect(evaluate(request(), [policy(allow()), all], undefined)).toBe('allowed');
    const other = request({ resource: 'arn:aws:s3:::other/a' });
    expect(evaluate(other, [policy(allow()), all], undefined)).toBe('denied by identity');
  });
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
describe('"IAM policy elements: Variables and tags"', () => {
  const home = (resource: string, entries: Record<string, string>, Version = '2012-10-17') => {
    const own = v.parse(policySchema, { Version, Statement: [allow({ Resource: resource })] });
    return evaluate(request({ context: contextOf(entries) }), [own], undefined) === 'allowed';
  };

  it.each([
    [`${bucket}/\${aws:username}`, { 'aws:username': 'a' }, true],
    [`${bucket}/\${AWS:UserName}`, { 'aws:username': 'a' }, true],
    [`${bucket}/\${aws:username}`, { 'aws:username': 'b' }, false],
    [`${bucket}/\${aws:username}`, {}, false],
    [`${bucket}/\${aws:username, 'a'}`, {}, true],
    [`${bucket}/\${aws:username, 'a'}`, { 'aws:username': 'b' }, false],
    [`${bucket}/\${aws:username}`, { 'aws:username': '*' }, false],
    [`${bucket}/\${*}`, {}, false],
    [`${bucket}/\${?}`, {}, false],
  ])('%s with %j: %s', (resource, entries, fits) => {
    expect(home(resource, entries as Record<string, string>)).toBe(fits);
  });

  it('are text in a policy of 2008', () => {
    expect(home(`${bucket}/\${aws:username}`, { 'aws:username': 'a' }, '2008-10-17')).toBe(false);
  });

  it('of wildcards stand for themselves', () => {
    const odd = request({ resource: `${bucket}/*?$` });
    const own = policy(allow({ Resource: `${bucket}/\${*}\${?}\${$}` }));
    expect(evaluate(odd, [own], undefined)).toBe('allowed');
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables

describe('"IAM JSON policy elements: Condition operators"', () => {
  const key = 'aws:PrincipalTag/job';
  it.each([
    ['StringEquals', 'iamuser-admin', 'iamuser-admin', true],
    ['StringEquals', 'iamuser-admin', 'iamuser-Admin', false],
    ['StringEquals', '*', 'anything', false],
    ['StringNotEquals', 'iamuser-admin', 'other', true],
    ['StringEqualsIgnoreCase', 'Admin', 'aDMIN', true],
    ['StringNotEqualsIgnoreCase', 'Admin', 'aDMIN', false],
    ['StringLike', 'iamuser-*', 'iamuser-admin', true],
    ['StringLike', 'iamuser-?', 'iamuser-admin', false],
    ['StringNotLike', 'iamuser-*', 'iamuser-admin', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericGreaterThan', '9', '10', true],
    ['NumericEquals', 'ten', '10', false],
    ['NumericNotEquals', '10', '10.0', false],
    ['DateGreaterThan', '2020-01-01T00:00:01Z', '2020-01-01T00:00:02Z', true],
    ['DateLessThan', '2020-01-01T00:00:01Z', '1577836802', false],
    ['DateEquals', '1577836800', '2020-01-01T00:00:00Z', true],
    ['Bool', 'true', 'True', true],
    ['Bool', 'false', 'true', false],
    ['BinaryEquals', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', true],
    ['IpAddress', '203.0.113.0/24', '203.0.113.7', true],
    ['IpAddress', '203.0.113.0/24', '203.0.114.7', false],
    ['IpAddress', '203.0.113.5', '203.0.113.5', true],
    ['IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5678:ab::1', true],
    ['NotIpAddress', '203.0.113.0/24', '203.0.113.7', false],
    ['ArnEquals', 'arn:aws:sns:*:123456789012:TOPIC-*', 'arn:aws:sns:eu-west-1:123456789012:TOPIC-A', true],
    ['ArnLike', 'arn:aws:sns:us*:x', 'arn:aws:sns:us-east-1:123456789012:x', false],
    ['ArnLike', 'arn:aws:sqs:eu-*-1:*:*', 'arn:aws:sqs:eu-west-1:123456789012:a:b', true],
    ['ArnNotLike', 'arn:aws:sns:*:*:*', 'arn:aws:sqs:eu-west-1:123456789012:a', true],
  ])('%s %s, of %s: %s', (operator, said, value, isTrue) => {
    expect(holds({ [operator]: { [key]: said } }, { [key]: value })).toBe(isTrue);
  });

  it.each([
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringLikeIfExists', true],
    ['StringNotLike', true],
    ['ArnNotLike', true],
    ['NotIpAddress', true],
    ['NumericLessThan', false],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotLikeIfExists', false],
  ])('%s of a key that the request has not: %s', (operator, isTrue) => {
    expect(holds({ [operator]: { [key]: 'x' } }, {})).toBe(isTrue);
  });

  it.each([
    ['true', {}, true],
    ['false', {}, false],
    ['true', { [key]: 'x' }, false],
    ['false', { [key]: 'x' }, true],
  ])('Null %s of %j: %s', (said, entries, isTrue) => {
    expect(holds({ Null: { [key]: said } }, entries as Record<string, string>)).toBe(isTrue);
  });

  it.each([
    ['ForAllValues:StringEquals', ['a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'c'], false],
    ['ForAnyValue:StringEquals', ['a', 'c'], true],
    ['ForAnyValue:StringEquals', ['c'], false],
    ['ForAllValues:StringNotEquals', ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', ['a', 'c'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'c'], true],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], false],
  ])('%s ["a","b"] of %j: %s', (operator, values, isTrue) => {
    expect(holds({ [operator]: { [key]: ['a', 'b'] } }, { [key]: values })).toBe(isTrue);
  });

  it('"Conditions with multiple context keys or values": all operators and keys, any of the values', () => {
    const both = { StringEquals: { a: ['1', '2'], b: '3' }, Bool: { c: true } };
    expect(holds(both, { a: '2', b: '3', c: 'true' })).toBe(true);
    expect(holds(both, { a: '2', b: '4', c: 'true' })).toBe(false);
    expect(holds(both, { a: '2', b: '3', c: 'false' })).toBe(false);
    expect(holds({ StringNotEquals: { a: ['1', '2'] } }, { a: '2' })).toBe(false);
  });

  function holds(Condition: object, entries: Record<string, string | string[]>): boolean {
    const [statement] = policy(allow({ Condition })).Statement;
    return statement !== undefined && conditionsHold(statement, contextOf(entries), true);
  }
});

describe('whatever the policies are', () => {
  const texts = fc.constantFrom('s3:GetObject', 's3:Get*', 's3:*', '*', 's3:PutObject', 'sqs:*');
  const resources = fc.constantFrom('*', bucket, `${bucket}/*`, `${bucket}/a`, 'arn:aws:s3:::other/*');
  const statements = fc.array(
    fc.record({ Effect: fc.constantFrom('Allow', 'Deny'), Action: texts, Resource: resources }),
    { maxLength: 4 },
  );
  const principals = fc.constantFrom<unknown[]>('*', { AWS: roleArn }, { AWS: account }, { Service: 'x' });
  const shared = fc.array(fc.tuple(statements, principals), { maxLength: 2 });
  const policies = fc.tuple(statements, shared).map(([own, others]) => ({
    own: policy(...own),
    resource: policy(...others.flatMap(([list, Principal]) => list.map((one) => ({ ...one, Principal })))),
  }));
  const isAllowed = (own: readonly Policy[], resource: Policy) =>
    evaluate(request(), own, resource) === 'allowed';

  it('one more Deny allows nothing, one more Allow forbids nothing', () => {
    fc.assert(
      fc.property(policies, texts, resources, ({ own, resource }, Action, Resource) => {
        const before = isAllowed([own], resource);
        const denied = isAllowed([own, policy(deny({ Action, Resource }))], resource);
        const allowed = isAllowed([own, policy(allow({ Action, Resource }))], resource);
        expect(denied && !before).toBe(false);
        expect(before && !allowed).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('wildcards fit what a plain search fits', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '*', '?', '.', '☕'), { maxLength: 7 });
    fc.assert(
      fc.property(
        letters,
        fc.array(fc.constantFrom('a', 'b', '.', '☕'), { maxLength: 7 }),
        (pattern, value) => {
          expect(fitsPattern(pattern.join(''), value.join(''))).toBe(fits(pattern, value));
        },
      ),
      { numRuns: 2000 },
    );
  });

  function fits([first, ...rest]: readonly string[], value: readonly string[]): boolean {
    if (first === undefined) return value.length === 0;
    if (first === '*') return [...value, ''].some((_, n) => fits(rest, value.slice(n)));
    return value.length > 0 && (first === '?' || first === value[0]) && fits(rest, value.slice(1));
  }
});
