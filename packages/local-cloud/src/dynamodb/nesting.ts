import type { RequestBody, ServiceReply } from '../endpoint/service-reply.ts';

/**
 * A value in 31 maps and lists is taken, one in 32 is not.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const maxWraps = 31;

/** What DynamoDB answers to a write of a value that is nested too deep; undefined when there is none. */
export function refuseDeepNesting(action: string, body: RequestBody): ServiceReply | undefined {
  if (!valuesOf(action, body).some((value) => isTooDeep(value, 0))) return undefined;
  const message =
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';
  return { status: 400, body: { __type: 'com.amazon.coral.validate#ValidationException', message } };
}

/** The attribute values that a call would store. */
function valuesOf(action: string, body: RequestBody): readonly unknown[] {
  if (action === 'PutItem') return Object.values(Object(body.Item));
  if (action === 'UpdateItem') {
    const updates = Object.values(Object(body.AttributeUpdates)).map((update) => Object(update).Value);
    return [...Object.values(Object(body.ExpressionAttributeValues)), ...updates];
  }
  if (action !== 'BatchWriteItem') return [];
  const requests = Object.values(Object(body.RequestItems)).flat();
  return requests.flatMap((request) => Object.values(Object(Object(request).PutRequest?.Item)));
}

function isTooDeep(value: unknown, wraps: number): boolean {
  if (wraps > maxWraps) return true;
  const { M, L } = Object(value);
  const inner = M ? Object.values(Object(M)) : Array.isArray(L) ? L : [];
  return inner.some((one) => isTooDeep(one, wraps + 1));
}
