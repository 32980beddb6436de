/** Whether a pattern of an ARN or an action, where `*` is any text and `?` any one character, covers `text`. */
export function matchesGlob(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}
