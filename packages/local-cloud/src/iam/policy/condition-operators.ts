import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { fitsArn, fitsPattern } from './wildcards.ts';

/** Whether a value of the request is what the policy says. */
type Test = (said: string, value: string) => boolean;

const numeric =
  (compare: (value: number, said: number) => boolean): Test =>
  (said, value) =>
    said.trim() !== '' && value.trim() !== '' && compare(Number(value), Number(said));
const dated =
  (compare: (value: number, said: number) => boolean): Test =>
  (said, value) =>
    compare(timeOf(value), timeOf(said));

const tests: Readonly<Record<string, Test>> = {
  StringEquals: (said, value) => plain(said) === value,
  StringEqualsIgnoreCase: (said, value) => plain(said).toLowerCase() === value.toLowerCase(),
  StringLike: fitsPattern,
  NumericEquals: numeric((value, said) => value === said),
  NumericLessThan: numeric((value, said) => value < said),
  NumericLessThanEquals: numeric((value, said) => value <= said),
  NumericGreaterThan: numeric((value, said) => value > said),
  NumericGreaterThanEquals: numeric((value, said) => value >= said),
  DateEquals: dated((value, said) => value === said),
  DateLessThan: dated((value, said) => value < said),
  DateLessThanEquals: dated((value, said) => value <= said),
  DateGreaterThan: dated((value, said) => value > said),
  DateGreaterThanEquals: dated((value, said) => value >= said),
  Bool: (said, value) => plain(said).toLowerCase() === value.toLowerCase(),
  BinaryEquals: (said, value) => plain(said) === value,
  IpAddress: isInRange,
  ArnEquals: fitsArn,
  ArnLike: fitsArn,
};

/** Negated ones hold where the other one does not, and where the request has no such key. */
const negated: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
};

/** `ForAllValues:StringNotLikeIfExists` in its parts. */
export interface ConditionOperator {
  readonly of: 'ForAllValues' | 'ForAnyValue' | undefined;
  /** Undefined for `Null`, which asks for the key alone. */
  readonly test: Test | undefined;
  readonly isNegated: boolean;
  readonly ifExists: boolean;
}

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * Undefined when there is no such operator.
 */
export function conditionOperator(name: string): ConditionOperator | undefined {
  const [, of, base = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/.exec(name) ?? [];
  const test = tests[negated[base] ?? base];
  if (test === undefined && !(base === 'Null' && !ifExists)) return undefined;
  return {
    of: of as ConditionOperator['of'],
    test,
    isNegated: base in negated,
    ifExists: ifExists !== undefined,
  };
}

export function isConditionOperator(name: string): boolean {
  return conditionOperator(name) !== undefined;
}

/** What has no wildcards keeps them as text. */
function plain(said: string): string {
  return said.replaceAll('\ue000', '*').replaceAll('\ue001', '?');
}

/** Milliseconds, of a date of ISO 8601 or of seconds since 1970. */
function timeOf(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function isInRange(range: string, address: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  if (!(isIPv4(network) || isIPv6(network)) || !(isIPv4(address) || isIPv6(address))) return false;
  const list = new BlockList();
  list.addSubnet(network, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
