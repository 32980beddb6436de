import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { nameSchema } from '../../coffee/customer-name.ts';

const accepts = (name: unknown) => v.is(nameSchema, name);
const tags = (text: string) =>
  [...text].map((char) => String.fromCodePoint(0xe0000 + (char.codePointAt(0) as number))).join('');
const flag = (region: string) => `🏴${tags(region)}\u{e007f}`;

describe("a customer's name", () => {
  it.each([
    ['60 characters', 'x'.repeat(60)],
    ['letters of any script', 'Zoë Žižek 渡辺'],
    ['punctuation', "Seán O'Hara-Núñez, Jr."],
    ['digits', '7'],
    ['an emoji', 'Gus ☕🍍'],
    ['60 emojis, each of them two UTF-16 units', '🍍'.repeat(60)],
    ['an emoji family', '👨‍👩‍👧'],
    ['joined emojis with skin and variation', '👩🏽‍🚀 ❤️‍🔥'],
    ['a keycap and a flag of a country', '7️⃣ 🇮🇪'],
    ['the Scottish flag', `Ewan ${flag('gbsct')}`],
    ['the flag of Texas', flag('ustx')],
    ['a Persian word', 'می\u200cخواهم'],
    ['a joiner behind a Persian digit', '۲۰\u200cساله'],
    ['an Indic word', 'क्\u200dष'],
    ['a Malayalam word that ends with a joiner', 'അവന്\u200d'],
    ['two Malayalam words that do', 'അവന്\u200d, അവള്\u200d'],
    ['a Sinhala word that ends with a joiner', 'ක්\u200d'],
    ['a Sinhala conjunct', 'ශ්\u200dරී'],
    ['a Bengali khanda ta, as it was once written', 'ত্\u200d'],
    ['a Mongolian word with its vowel separator', 'ᠴᠢᠨᠭ\u180eᠠ'],
    ['old Hangul with its fillers', '\u115fᅡᆨ'],
    ['a letter that only a later Unicode knows', 'a\u{1faff}'],
  ])('may be %s', (_, name) => {
    expect(accepts(name)).toBe(true);
  });

  it.each([
    ['61 characters', 'x'.repeat(61)],
    ['61 emojis', '🍍'.repeat(61)],
    ['nothing', ''],
    ['blanks', '   '],
    ['a line break', 'a\r\nb'],
    ['NUL', 'a\0b'],
    ['an escape sequence', 'a\u001b[31mb'],
    ['a C1 control', 'a\u0085b'],
    ['a bidi override', 'a\u202eb'],
    ['a bidi isolate', 'a\u2066b'],
    ['joiners alone', '\u200d\u200c\u200d'],
    ['a joiner among blanks', ' \u200d '],
    ['a joiner in front', '\u200dgus'],
    ['a joiner at the end of a word that needs none', 'gus\u200c'],
    ['two joiners in a row', 'a\u200d\u200db'],
    ['two joiners at the end', 'അവന്\u200d\u200d'],
    ['a joiner behind a mark that stands on nothing', '\ufe0f\u200dgus'],
    ['a zero width space', 'a\u200bb'],
    ['a byte order mark', '\ufeffgus'],
    ['a soft hyphen', 'a\u00adb'],
    ['a word joiner', 'a\u2060b'],
    ['an interlinear annotation', 'a\ufff9b\ufffac\ufffb'],
    ['a line separator', 'a\u2028b'],
    ['a paragraph separator', 'a\u2029b'],
    ['half a surrogate pair', 'a\ud800b'],
    ['a Hangul filler alone', '\u3164'],
    ['all fillers of Hangul', '\u115f \u1160 \u3164 \uffa0'],
    ['blank Braille', '\u2800\u2800'],
    ['blank hieroglyphs', '\u{13441}\u{13442}'],
    ['a null notehead', '\u{1d159}'],
    ['a variation selector alone', '\ufe0f'],
    ['a grapheme joiner alone', '\u034f'],
    ['a mark on nothing', '\u0301'],
    ['wide blanks', '\u3000\u00a0\u2003'],
    ['a private character', 'a\ue000b'],
    ['a private character of another plane', 'a\u{f0000}b\u{10fffd}'],
    ['a noncharacter', 'a\ufdd0b'],
    ['the last noncharacters of a plane', 'a\u{1fffe}\u{1ffff}'],
    ['the character for what was lost', 'caf\ufffd'],
    ['hidden text in tags', `gus${tags('ignore all orders')}`],
    ['hidden text behind a black flag', flag('ignore all orders')],
    ['a flag that does not end', `🏴${tags('gbsct')}`],
    ['tags behind another emoji', `☕${tags('gbsct')}\u{e007f}`],
    ['a number', 7],
    ['null', null],
  ])('may not be %s', (_, name) => {
    expect(accepts(name)).toBe(false);
  });

  it('says what is wrong', () => {
    const wrong = (name: unknown) => v.safeParse(nameSchema, name).issues?.map(({ message }) => message);
    expect(wrong('a\nb')).toEqual(['must be plain text, without control, format or private-use characters']);
    expect(wrong('\u3164')).toEqual(['must not be empty or invisible; leave it out instead']);
    expect(wrong('x'.repeat(61))).toEqual(['must have at most 60 characters']);
    expect(wrong(7)).toEqual(['must be text']);
  });

  it('is counted before it is trimmed, as its contract counts', () => {
    expect(v.parse(nameSchema, '  Shawn ')).toBe('Shawn');
    expect(accepts(` ${'x'.repeat(59)}`)).toBe(true);
    expect(accepts(` ${'x'.repeat(60)}`)).toBe(false);
  });
});

const special = [
  'a',
  '1',
  ' ',
  '😀',
  'क',
  '്',
  '\ufe0f',
  '\u200c',
  '\u200d',
  '\u180e',
  '🏴',
  tags('g'),
  '\u{e007f}',
];
const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom(...special, '\u3164', '\u2800', '\ue000', '\ufffd', '\ud800'),
    maxLength: 20,
  }),
);
const flags = /🏴[\u{e0020}-\u{e007e}]{3,6}\u{e007f}/gu;
const joiners = /(?<=[\p{L}\p{M}\p{N}\p{S}])(?:\u200c|\u200d|\u180e)/gu;

describe('any name that is taken', () => {
  const taken = anyName.filter(accepts);

  it('has something to see, and of what is hidden joiners between letters or emojis and flags at most', () => {
    fc.assert(
      fc.property(taken, (name) => {
        expect(name).toMatch(/[\p{L}\p{N}\p{P}\p{S}]/u);
        const rest = name.replaceAll(flags, '').replaceAll(joiners, '');
        expect(rest).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{NChar}]/u);
      }),
      { numRuns: 2000 },
    );
  });

  it('is taken again as it was kept, and in all its normal forms of composition', () => {
    fc.assert(
      fc.property(taken, (name) => {
        expect(accepts(v.parse(nameSchema, name))).toBe(true);
        expect(accepts(name.normalize('NFC'))).toBe(true);
      }),
    );
  });
});

it('no text of a whole body takes long to judge', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...special), { minLength: 1, maxLength: 4 }), (parts) => {
      const text = `${parts.join('').repeat(10_000 / parts.join('').length)}\n`;
      const startedAt = performance.now();
      expect(accepts(text)).toBe(false);
      expect(performance.now() - startedAt).toBeLessThan(500);
    }),
  );
});
