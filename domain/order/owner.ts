/** OpenID Connect allows a `sub` of up to 255 characters; DynamoDB would take 1,024 bytes as a sort key, and more. */
const maxLength = 255;

/** Whether the `sub` of a token names a customer. A token may be good and have none. */
export function isOwner(sub: unknown): sub is string {
  return typeof sub === 'string' && sub.length > 0 && sub.length <= maxLength;
}
