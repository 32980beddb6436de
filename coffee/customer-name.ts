import * as v from 'valibot';

const maxNameLength = 60;

// Control and format characters forge logs and labels; private ones, noncharacters and U+FFFD mean nothing.
const plain = String.raw`[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{NChar}\ufffd]`;

// Some format characters are needed: joiners between what they join (emoji families, Persian and Indic words) or part
// (Mongolian words), and joiners that end a word behind a letter's mark (Malayalam, Sinhala).
const joined = String.raw`[\p{L}\p{N}\p{S}]\p{M}*[\u200c\u200d\u180e](?=[\p{L}\p{N}\p{S}])`;
const joinedAtEnd = String.raw`\p{L}\p{M}+[\u200c\u200d](?![\p{L}\p{N}\p{S}])`;

// And a region's code in tag characters behind a black flag (Scotland). Other tags are hidden text.
const flag = String.raw`\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}`;

const plainText = new RegExp(`^(?:${plain}|${joined}|${joinedAtEnd}|${flag})*$`, 'u');

/** No space, no lone mark, no filler (U+3164) and no blank symbol (U+2800). */
const somethingVisible = /(?![\p{DI}\u2800\u{13441}\u{13442}\u{1d159}])[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * What JSON Schema says of it. Few generators of test data understand properties of Unicode: printable ASCII is told in
 * a way that all do.
 */
function nameRules() {
  const any = plainText.source.replace('^', `^(?=.*${somethingVisible.source})`);
  const text = { type: 'string', minLength: 1, maxLength: maxNameLength } as const;
  return {
    anyOf: [
      { ...text, pattern: '^[!-~](?:[ -~]*[!-~])?$' },
      { ...text, pattern: any },
    ],
    examples: ['Shawn', 'Zoë', '渡辺'],
  };
}

/** Counted as JSON Schema counts: an emoji is one character, though JavaScript's `length` says two. */
const isShortEnough = Object.assign(
  v.check<string, string>(
    (name) => [...name].length <= maxNameLength,
    `must have at most ${maxNameLength} characters`,
  ),
  { jsonSchema: nameRules() },
);

/** What is called when the coffee is ready. */
export const nameSchema = v.pipe(
  v.string('must be text'),
  v.regex(plainText, 'must be plain text, without control, format or private-use characters'),
  v.regex(somethingVisible, 'must not be empty or invisible; leave it out instead'),
  isShortEnough,
  v.trim(),
);
