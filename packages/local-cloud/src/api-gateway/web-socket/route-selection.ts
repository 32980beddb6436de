/**
 * Evaluates a route selection expression such as `$request.body.action` over a message.
 * Undefined if the message is not JSON or has no such property.
 */
export function selectRoute(expression: string, message: string): string | undefined {
  const path = expression.replace(/^\$\{?request\.body\./, '').replace(/\}$/, '');
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    return undefined;
  }
  for (const name of path.split('.')) value = ownProperty(value, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function ownProperty(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
