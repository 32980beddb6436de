import { isBlock, type Row, type Run } from './screen-rows.ts';

export interface Film {
  readonly columns: number;
  readonly rows: number;
  /** Between two frames. */
  readonly everyMs: number;
}

const [cellWidth, cellHeight, margin] = [8.4, 18, 16];
const [ink, paper] = ['#e6e1dc', '#1e1a17'];
/** Of the 16 colours those that the commands use. */
const palette: Readonly<Record<number, string>> = { 1: '#f0756a', 2: '#8fcb76', 3: '#e5b567', 6: '#6fc3c9' };
/** The last frame stays so long (milliseconds) before it starts anew. */
const pauseMs = 6000;

/** An SVG that shows the frames one after the other; the last one alone to who does not want things to move. */
export function movingPicture(frames: readonly (readonly Row[])[], film: Film): string {
  const shots = shotsOf(frames.map((rows) => rows.map(rowMarkup).join('')));
  const totalMs = (frames.length - 1) * film.everyMs + pauseMs;
  const width = Math.ceil(film.columns * cellWidth) + 2 * margin;
  const height = film.rows * cellHeight + 2 * margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:${ink}}
.b{font-weight:bold}.d{opacity:.6}.s{visibility:hidden}.s:last-of-type{visibility:visible}
@media (prefers-reduced-motion:no-preference){
${shots.map((shot, n) => animation(n, shot, { ...film, totalMs })).join('\n')}
}
</style>
<rect width="${width}" height="${height}" rx="8" fill="${paper}"/>
${shots.map(({ markup }, n) => `<g class="s" id="s${n}">${markup}</g>`).join('\n')}
</svg>
`;
}

interface Shot {
  readonly markup: string;
  /** Numbers of its first frame and of the first one after it; undefined for the last. */
  readonly from: number;
  readonly to: number | undefined;
}

/** Frames that look the same are one. */
function shotsOf(frames: readonly string[]): readonly Shot[] {
  const starts = frames.map((_, n) => n).filter((n) => n === 0 || frames[n] !== frames[n - 1]);
  return starts.map((from, n) => ({ markup: frames[from] ?? '', from, to: starts[n + 1] }));
}

function animation(n: number, { from, to }: Shot, { everyMs, totalMs }: Film & { totalMs: number }): string {
  const percent = (frame: number) => `${((frame * everyMs * 100) / totalMs).toFixed(2)}%`;
  const steps = [
    from === 0 ? '' : '0%{visibility:hidden}',
    `${percent(from)}{visibility:visible}`,
    to === undefined ? '' : `${percent(to)}{visibility:hidden}`,
    `100%{visibility:${to === undefined ? 'visible' : 'hidden'}}`,
  ];
  return `@keyframes s${n}{${steps.join('')}}#s${n}{animation:s${n} ${totalMs}ms step-end infinite}`;
}

function rowMarkup(row: Row, n: number): string {
  return row.map((run) => (isBlock(run.text) ? blocks(run, n) : words(run, n))).join('');
}

function words({ column, text, style }: Run, row: number): string {
  const y = margin + (row + 0.75) * cellHeight;
  const length = `textLength="${round(text.length * cellWidth)}"`;
  const colour = style.colour === undefined ? '' : ` style="fill:${palette[style.colour] ?? ink}"`;
  const classes = [style.bold ? 'b' : '', style.dim ? 'd' : ''].filter(Boolean).join(' ');
  return `<text x="${left(column)}" y="${round(y)}" ${length}${classes && ` class="${classes}"`}${colour}>${escaped(text)}</text>`;
}

/** As terminals do, whose fonts leave gaps between blocks. */
function blocks({ column, text, style }: Run, row: number): string {
  const box = `x="${left(column)}" y="${margin + row * cellHeight + 3}" height="${cellHeight - 6}"`;
  const fill = palette[style.colour ?? -1] ?? ink;
  const opacity = text.startsWith('░') ? ' opacity=".25"' : '';
  return `<rect ${box} width="${round(text.length * cellWidth)}" fill="${fill}"${opacity}/>`;
}

function left(column: number): number {
  return round(margin + column * cellWidth);
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
