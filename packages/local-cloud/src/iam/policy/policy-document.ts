import * as v from 'valibot';
import { isConditionOperator } from './condition-operators.ts';

const text = v.string();
const texts = v.pipe(
  v.union([v.array(text), text]),
  v.transform((one) => [one].flat()),
);
/** CloudFormation gives numbers and truth values as they are written. */
const values = v.pipe(
  v.union([v.array(v.union([text, v.number(), v.boolean()])), text, v.number(), v.boolean()]),
  v.transform((one) => [one].flat().map(String)),
);
const operator = v.pipe(
  text,
  v.check(isConditionOperator, ({ input }) => `the condition operator ${input} is not known`),
);
const principal = v.union(
  [v.literal('*'), v.record(v.picklist(['AWS', 'Service', 'Federated', 'CanonicalUser']), texts)],
  'a principal is "*", or has AWS, Service, Federated or CanonicalUser',
);

const statement = v.pipe(
  v.strictObject({
    Sid: v.optional(text),
    Effect: v.picklist(['Allow', 'Deny']),
    Principal: v.optional(principal),
    NotPrincipal: v.optional(principal),
    Action: v.optional(texts),
    NotAction: v.optional(texts),
    Resource: v.optional(texts),
    NotResource: v.optional(texts),
    Condition: v.optional(v.record(operator, v.record(text, values)), {}),
  }),
  v.check(
    (one) => (one.Action === undefined) !== (one.NotAction === undefined),
    'has either Action or NotAction',
  ),
  v.check((one) => !(one.Resource && one.NotResource), 'has Resource or NotResource, not both'),
  v.check((one) => !(one.Principal && one.NotPrincipal), 'has Principal or NotPrincipal, not both'),
  v.check((one) => !(one.NotPrincipal && one.Effect === 'Allow'), 'NotPrincipal is for Deny alone'),
);

/**
 * A policy as IAM reads it, lists made of what may be one or many. What the evaluation does not know is refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export const policySchema = v.strictObject({
  /** Without it, `${…}` is text. */
  Version: v.optional(v.picklist(['2012-10-17', '2008-10-17']), '2008-10-17'),
  Id: v.optional(text),
  Statement: v.pipe(
    v.unknown(),
    v.transform((one) => [one].flat()),
    v.array(statement),
  ),
});

export type Policy = v.InferOutput<typeof policySchema>;
export type Statement = Policy['Statement'][number];
export type Principal = NonNullable<Statement['Principal']>;
