/** Of a request, by condition key in lower case. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** Stand for a `*` and a `?` that are text. */
const literals = { '*': '\ue000', '?': '\ue001', $: '$' } as const;

/** `${aws:PrincipalAccount}`, `${aws:username, 'nobody'}`, `${*}` */
const variable = /\$\{(?:([*?$])|([^},]+?)\s*(?:,\s*'([^']*)'\s*)?)\}/g;

/**
 * A pattern with the values of its variables, in which wildcards are text. Undefined when the request lacks one that has
 * no default: then nothing fits.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function withVariables(pattern: string, context: RequestContext): string | undefined {
  let isComplete = true;
  const filled = pattern.replace(
    variable,
    (_, special: keyof typeof literals | undefined, key: string, otherwise) => {
      if (special !== undefined) return literals[special];
      const found = context.get(key.toLowerCase()) ?? [];
      const value = found.length === 1 ? found[0] : otherwise;
      if (value === undefined) isComplete = false;
      return asText(value ?? '');
    },
  );
  return isComplete ? filled : undefined;
}

/** The condition keys that a pattern asks for. */
export function variablesIn(pattern: string): readonly string[] {
  return [...pattern.matchAll(variable)].flatMap(([, , key]) => key ?? []);
}

function asText(value: string): string {
  return value.replaceAll('*', literals['*']).replaceAll('?', literals['?']);
}

/** The text that a character of a filled pattern stands for. */
export function textOf(character: string): string {
  if (character === literals['*']) return '*';
  return character === literals['?'] ? '?' : character;
}
