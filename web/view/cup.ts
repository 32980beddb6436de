/** The inside of each vessel, in a field of 120 by 120, and the heights between which it is filled. */
const vessels = {
  cup: {
    inside: 'M30 52 C31 82 36 100 48 100 H72 C84 100 89 82 90 52 Z',
    outside: ['M90 60 C108 56 110 84 85 86', 'M20 108 H100'],
    top: 52,
    bottom: 100,
  },
  glass: {
    inside: 'M32 22 L37 98 Q38 104 44 104 H76 Q82 104 83 98 L88 22 Z',
    outside: ['M87 38 C112 36 110 80 84 80'],
    top: 22,
    bottom: 104,
  },
  bowl: {
    inside: 'M18 42 C20 82 34 102 48 102 H72 C86 102 100 82 102 42 Z',
    outside: ['M101 50 C118 48 114 78 93 80', 'M24 110 H96'],
    top: 42,
    bottom: 102,
  },
  tumbler: {
    inside: 'M34 20 L42 106 Q42.500 110 47 110 H73 Q77.500 110 78 106 L86 20 Z',
    outside: ['M66 20 L76 2 L86 2'],
    top: 20,
    bottom: 110,
  },
} as const;

const vesselOf: Readonly<Record<string, keyof typeof vessels>> = {
  espresso: 'cup',
  americano: 'glass',
  latte: 'glass',
  cappuccino: 'bowl',
  'cold-brew': 'tumbler',
};

const steam = ['M46 14 c-6 -6 6 -8 0 -14', 'M60 14 c-6 -6 6 -8 0 -14', 'M74 14 c-6 -6 6 -8 0 -14'];
const waves = `M-120 0 ${'q15 -5 30 0 t30 0 '.repeat(6)} V130 H-120 Z`;
const foam = `M-120 0 ${'q15 -5 30 0 t30 0 '.repeat(6)} V11 H-120 Z`;

let drawn = 0;

/** A cup for the drink, as a picture; `--fill` (0 to 1) on it or around it is how full it is. */
export function drawCup(drink: string): SVGSVGElement {
  const kind = vesselOf[drink] ?? 'glass';
  const { inside, outside, top, bottom } = vessels[kind];
  drawn += 1;
  const clip = `inside-${drawn}`;
  const cup = svg(
    'svg',
    { viewBox: '0 -16 120 132', class: 'cup', 'aria-hidden': 'true', 'data-drink': drink },
    [
      svg('clipPath', { id: clip }, [svg('path', { d: inside })]),
      svg('path', { d: inside, class: 'cup-inside' }),
      svg('g', { 'clip-path': `url(#${clip})` }, [svg('g', { class: 'cup-level' }, content(kind))]),
      ...[inside, ...outside].map((d) => svg('path', { d, class: 'cup-line' })),
      svg(
        'g',
        { class: 'cup-steam', transform: `translate(0 ${top - 22})` },
        kind === 'tumbler' ? [] : steam.map(steamLine),
      ),
    ],
  );
  cup.style.setProperty('--top', `${top + 8}px`);
  cup.style.setProperty('--bottom', `${bottom + 6}px`);
  return cup;
}

function content(kind: keyof typeof vessels): SVGElement[] {
  const ice = ['translate(48 12) rotate(14)', 'translate(64 20) rotate(-12)', 'translate(50 36) rotate(-6)'];
  const cubes = ice.map((transform) =>
    svg('rect', { width: '15', height: '15', rx: '3', transform, class: 'cup-ice' }),
  );
  return [
    svg('path', { d: waves, class: 'cup-liquid' }),
    svg('path', { d: foam, class: 'cup-foam' }),
    ...(kind === 'tumbler' ? cubes : []),
  ];
}

function steamLine(d: string): SVGElement {
  return svg('path', { d });
}

function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  children: readonly SVGElement[] = [],
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
