import { stripVTControlCharacters } from 'node:util';

/** Those that turn the direction of what follows: `\u202e` shows "txt.exe" as "exe.txt". */
const bidi = /\p{Bidi_Control}/gu;
/** Control characters, line separators and marks of annotations; not the joiners and tags that names are written with. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\ufff9-\ufffb]+/gu;

/**
 * What others have written, as a terminal may show it: nothing that moves the cursor, sets the title or turns the text around.
 * All texts in an order, an event, an error; keys are not for showing.
 */
export function plain<T>(value: T): T {
  if (typeof value === 'string') return plainText(value) as T;
  if (Array.isArray(value)) return value.map(plain) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)])) as T;
}

/** As JSON, exactly: what a terminal must not be given is escaped. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(bidi, escaped).replace(controls, escaped);
}

function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(bidi, '').replace(controls, ' ').toWellFormed();
}

function escaped(letters: string): string {
  return [...letters].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
