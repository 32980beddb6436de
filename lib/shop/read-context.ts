import type { Node } from 'constructs';
import * as v from 'valibot';
import type { ExistingIssuer } from './customers.ts';
import type { SmartCoffeeProps } from './smart-coffee-stack.ts';

const list = v.pipe(
  v.string(),
  v.transform((text) => text.split(',').map((item) => item.trim())),
);
const origin = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[^/]+$/, 'an origin has no path: https://shop.example'),
);
const wholeNumber = (min: number, max: number) =>
  v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(min), v.maxValue(max));

/** What `cdk deploy -c key=value` can set. */
const contextSchema = v.object({
  issuer: v.optional(v.pipe(v.string(), v.url(), v.startsWith('https://'))),
  audience: v.optional(v.pipe(v.string(), v.nonEmpty())),
  clientId: v.optional(v.pipe(v.string(), v.nonEmpty())),
  scopes: v.optional(v.pipe(list, v.array(v.pipe(v.string(), v.regex(/^\S+$/, 'a scope has no blanks'))))),
  origins: v.optional(v.pipe(list, v.array(origin))),
  brewConcurrency: v.optional(wholeNumber(2, 1000)),
  brewSpeed: v.optional(v.pipe(v.string(), v.toNumber(), v.minValue(0.001), v.maxValue(10_000))),
});

/** Throws, naming the key, on a value that will not do. */
export function readContext(node: Node): SmartCoffeeProps {
  const keys = Object.keys(contextSchema.entries);
  const given = Object.fromEntries(keys.map((key) => [key, text(node.tryGetContext(key))]));
  const result = v.safeParse(contextSchema, given);
  if (!result.success) {
    const faults = result.issues.map((issue) => `-c ${v.getDotPath(issue)}=…: ${issue.message}`);
    throw new Error(`wrong context: ${faults.join('; ')}`);
  }
  const { origins, brewConcurrency, brewSpeed } = result.output;
  const existingIssuer = issuerOf(result.output);
  return {
    ...(existingIssuer && { existingIssuer }),
    ...(origins && { allowedOrigins: origins }),
    ...(brewConcurrency !== undefined && { brewConcurrency }),
    ...(brewSpeed !== undefined && { brewSpeed }),
  };
}

function issuerOf(context: v.InferOutput<typeof contextSchema>): ExistingIssuer | undefined {
  const { issuer, audience, clientId, scopes } = context;
  if (issuer !== undefined && audience !== undefined) {
    return { issuer, audience, ...(clientId !== undefined && { clientId }), ...(scopes && { scopes }) };
  }
  if ([issuer, audience, clientId, scopes].every((given) => given === undefined)) return undefined;
  throw new Error(
    'wrong context: -c issuer=… and -c audience=… go together, and -c clientId=… and -c scopes=… with them',
  );
}

/** cdk.json may hold numbers, the command line only text. */
function text(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
