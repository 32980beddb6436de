import { BlockList, isIP } from 'node:net';

/** A parsed pattern of Lambda event filtering: nested objects down to lists of rules. */
export type FilterPattern = { readonly [key: string]: FilterPattern | readonly FilterRule[] };

type Scalar = string | number | boolean | null;
type FilterRule = Scalar | { readonly [operator: string]: unknown } | FilterPattern;
type Test = (value: Scalar) => boolean;

/**
 * Whether a record satisfies the pattern.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
 */
export function matches(pattern: FilterPattern, record: unknown): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === '$or') return (expected as FilterPattern[]).some((one) => matches(one, record));
    return matchesValue(expected, isObject(record) ? record[key] : undefined);
  });
}

/** Throws, naming what is wrong, for a pattern that Lambda or this implementation does not know. */
export function parseFilterPattern(text: string): FilterPattern {
  return checkedPattern(parseJson(text), operators);
}

/**
 * The same for a filter policy of SNS, which knows more operators.
 * https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html
 */
export function parseFilterPolicy(policy: unknown): FilterPattern {
  return checkedPattern(policy, everyOperator);
}

function checkedPattern(pattern: unknown, known: Operators): FilterPattern {
  checkPattern(pattern, '', known);
  return pattern as FilterPattern;
}

function matchesValue(expected: FilterPattern | readonly FilterRule[], value: unknown): boolean {
  // What is missing is matched too: `exists: false` may stand anywhere below it.
  if (!isRules(expected)) return listOf(value ?? [undefined]).some((one) => matches(expected, one));
  const leaves = leavesOf(value);
  return expected.some((rule) => matchesRule(rule, leaves));
}

function matchesRule(rule: FilterRule, leaves: readonly Scalar[]): boolean {
  if (!isObject(rule)) return leaves.includes(rule);
  const [operator = '', operand] = Object.entries(rule)[0] ?? [];
  if (operator === 'exists') return operand === leaves.length > 0;
  const test = everyOperator[operator]?.(operand);
  return test !== undefined && leaves.some(test);
}

type Operators = Readonly<Record<string, (operand: unknown) => Test | undefined>>;

const operators: Operators = {
  prefix: (operand) => textTest(operand, (value, text) => value.startsWith(text)),
  suffix: (operand) => textTest(operand, (value, text) => value.endsWith(text)),
  'equals-ignore-case': (operand) =>
    textTest(operand, (value, text) => value.toLowerCase() === text.toLowerCase()),
  'anything-but': anythingBut,
  numeric: numericTest,
};

const everyOperator: Operators = {
  ...operators,
  'anything-but': (operand) => anythingBut(operand) ?? anythingLike(operand),
  wildcard: (operand) => textTest(operand, fitsWildcard),
  cidr: addressTest,
};

function textTest(operand: unknown, test: (value: string, text: string) => boolean): Test | undefined {
  return typeof operand === 'string'
    ? (value) => typeof value === 'string' && test(value, operand)
    : undefined;
}

function anythingBut(operand: unknown): Test | undefined {
  const refused = listOf(operand);
  const known = refused.every((one) => ['string', 'number'].includes(typeof one));
  return known && refused.length > 0 ? (value) => !refused.includes(value) : undefined;
}

/** `{"anything-but": {"prefix": "order-"}}` */
function anythingLike(operand: unknown): Test | undefined {
  const [[operator = '', like] = [], ...others] = isObject(operand) ? Object.entries(operand) : [];
  const isKnown = ['prefix', 'suffix', 'wildcard', 'equals-ignore-case'].includes(operator);
  const test = isKnown && others.length === 0 ? everyOperator[operator]?.(like) : undefined;
  return test && ((value) => typeof value === 'string' && !test(value));
}

function fitsWildcard(value: string, pattern: string): boolean {
  return new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`, 's').test(value);
}

/** `10.0.0.0/24` */
function addressTest(operand: unknown): Test | undefined {
  const [address = '', length, ...others] = typeof operand === 'string' ? operand.split('/') : [];
  const family = (text: string) => (isIP(text) === 6 ? 'ipv6' : 'ipv4');
  const isKnown = isIP(address) && Number(length) <= (isIP(address) === 6 ? 128 : 32) && others.length === 0;
  if (!isKnown) return undefined;
  const block = new BlockList();
  block.addSubnet(address, Number(length), family(address));
  return (value) => typeof value === 'string' && isIP(value) > 0 && block.check(value, family(value));
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

function numericTest(operand: unknown): Test | undefined {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) return undefined;
  const [operator, limit, ...rest] = operand;
  const compare = comparisons[operator];
  const restTest = rest.length > 0 ? numericTest(rest) : () => true;
  if (!compare || typeof limit !== 'number' || !restTest) return undefined;
  return (value) => typeof value === 'number' && compare(value, limit) && restTest(value);
}

function checkPattern(pattern: unknown, path: string, known: Operators): void {
  if (!isObject(pattern) || Object.keys(pattern).length === 0) {
    throw new Error(`filter pattern${path}: expected an object with at least one key`);
  }
  for (const [key, expected] of Object.entries(pattern)) {
    const check = Array.isArray(expected) && key !== '$or' ? checkRule : checkPattern;
    for (const one of listOf(expected)) check(one, `${path}.${key}`, known);
  }
}

function checkRule(rule: unknown, path: string, known: Operators): void {
  if (!isObject(rule) && !Array.isArray(rule)) return;
  const [entry, ...more] = Object.entries(rule);
  const [operator = '', operand] = entry ?? [];
  const isKnown = operator === 'exists' ? typeof operand === 'boolean' : known[operator]?.(operand);
  if (!isKnown || more.length > 0)
    throw new Error(`filter pattern${path}: unknown rule ${JSON.stringify(rule)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`filter pattern: not JSON: ${text}`);
  }
}

/** Rules see values, not the objects above them: `exists` is about leaf nodes only. */
function leavesOf(value: unknown): Scalar[] {
  return listOf(value).filter((one) => one !== undefined && !isObject(one)) as Scalar[];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isRules(expected: FilterPattern | readonly FilterRule[]): expected is readonly FilterRule[] {
  return Array.isArray(expected);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
