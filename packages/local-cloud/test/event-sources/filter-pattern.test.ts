import { describe, expect, it } from 'vitest';
import { matches, parseFilterPattern } from '../../src/event-sources/filter-pattern.ts';

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
