import { describe, expect, it } from 'vitest';
import { matches, parseFilterPattern, parseFilterPolicy } from '../../src/event-sources/filter-pattern.ts';

const record = {
  eventName: 'MODIFY',
  count: 5,
  none: null,
  empty: '',
  tags: ['hot', 'large'],
  dynamodb: { NewImage: { status: { S: 'working' }, version: { N: '2' } } },
};

describe('a filter pattern', () => {
  it.each([
    [{ eventName: ['INSERT', 'MODIFY'] }, true],
    [{ eventName: ['INSERT'] }, false],
    [{ eventName: ['MODIFY'], count: [6] }, false],
    [{ none: [null] }, true],
    [{ empty: [''] }, true],
    [{ missing: [null] }, false],
    [{ tags: ['large'] }, true],
    [{ dynamodb: { NewImage: { status: { S: ['working'] } } } }, true],
    [{ dynamodb: { NewImage: { status: { S: [{ prefix: 'work' }] } } } }, true],
    [{ eventName: [{ suffix: 'FY' }] }, true],
    [{ eventName: [{ suffix: 'XX' }] }, false],
    [{ eventName: [{ 'equals-ignore-case': 'modify' }] }, true],
    [{ eventName: [{ 'anything-but': ['REMOVE'] }] }, true],
    [{ eventName: [{ 'anything-but': 'MODIFY' }] }, false],
    [{ missing: [{ 'anything-but': ['x'] }] }, false],
    [{ count: [{ numeric: ['=', 5] }] }, true],
    [{ count: [{ numeric: ['>', 0, '<=', 5] }] }, true],
    [{ count: [{ numeric: ['>', 5] }] }, false],
    [{ dynamodb: { NewImage: { version: { N: [{ numeric: ['=', 2] }] } } } }, false],
    [{ eventName: [{ exists: true }] }, true],
    [{ eventName: [{ exists: false }] }, false],
    [{ missing: [{ exists: false }] }, true],
    [{ dynamodb: { OldImage: { status: { S: [{ exists: false }] } } } }, true],
    [{ dynamodb: { NewImage: [{ exists: true }] } }, false],
    [{ $or: [{ eventName: ['INSERT'] }, { count: [5] }] }, true],
    [{ $or: [{ eventName: ['INSERT'] }, { count: [6] }] }, false],
    [{ $or: [{ eventName: ['MODIFY'] }], count: [6] }, false],
  ])('%j gives %s', (pattern, expected) => {
    expect(matches(parseFilterPattern(JSON.stringify(pattern)), record)).toBe(expected);
  });

  it.each([
    ['{"a":[{"wildcard":"*"}]}', 'filter pattern.a: unknown rule {"wildcard":"*"}'],
    ['{"a":{"b":[{"numeric":["~",1]}]}}', 'filter pattern.a.b: unknown rule {"numeric":["~",1]}'],
    ['{"a":[{"exists":"yes"}]}', 'unknown rule'],
    ['{"a":[{"prefix":"x","suffix":"y"}]}', 'unknown rule'],
    ['{"$or":[{"a":[{"cidr":"10.0.0.0/8"}]}]}', 'filter pattern.$or.a: unknown rule'],
    ['{"a":"b"}', 'filter pattern.a: expected an object'],
    ['{}', 'at least one key'],
    ['[]', 'at least one key'],
    ['x', 'not JSON'],
  ])('%s is refused', (text, message) => {
    expect(() => parseFilterPattern(text)).toThrow(message);
  });
});

describe('a filter policy of SNS knows more rules', () => {
  const message = { kind: 'order-cancelled', from: '10.0.0.7', over: 'fe80::1', tags: ['hot', 'large'] };

  it.each([
    [{ kind: [{ wildcard: 'order-*ed' }] }, true],
    [{ kind: [{ wildcard: 'order' }] }, false],
    [{ kind: [{ 'anything-but': { prefix: 'order-' } }] }, false],
    [{ kind: [{ 'anything-but': { suffix: '-paid' } }] }, true],
    [{ kind: [{ 'anything-but': { wildcard: '*can*' } }] }, false],
    [{ from: [{ cidr: '10.0.0.0/24' }] }, true],
    [{ from: [{ cidr: '10.0.1.0/24' }] }, false],
    [{ over: [{ cidr: 'fe80::/16' }] }, true],
    [{ kind: [{ cidr: '10.0.0.0/24' }] }, false],
    [{ tags: [{ prefix: 'lar' }] }, true],
  ])('%j gives %s', (policy, expected) => {
    expect(matches(parseFilterPolicy(policy), message)).toBe(expected);
  });

  it.each([
    [{ from: [{ cidr: '10.0.0.0' }] }],
    [{ from: [{ cidr: '10.0.0.0/33' }] }],
    [{ kind: [{ 'anything-but': { cidr: '10.0.0.0/8' } }] }],
    [{ kind: [{ like: 'x' }] }],
  ])('%j is refused', (policy) => {
    expect(() => parseFilterPolicy(policy)).toThrow('unknown rule');
  });
});
