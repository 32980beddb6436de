import type { IBufferCell } from '@xterm/headless';
import type { VirtualTerminal } from './virtual-terminal.ts';

/** Characters beside each other that look alike. */
export interface Run {
  /** From 0. */
  readonly column: number;
  readonly text: string;
  readonly style: Style;
}

export interface Style {
  /** Of the 16 of the terminal's palette; undefined for its usual one. */
  readonly colour: number | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
}

export type Row = readonly Run[];

/** What the terminal shows at this moment, with its colours. */
export async function rowsOf(terminal: VirtualTerminal): Promise<Row[]> {
  await terminal.lines();
  const { active } = terminal.screen.buffer;
  return Array.from({ length: terminal.screen.rows }, (_, n) => {
    const line = active.getLine(active.baseY + n);
    const cells = Array.from({ length: line?.length ?? 0 }, (_, column) => line?.getCell(column));
    return runsIn(cells.filter((cell) => cell !== undefined));
  });
}

function runsIn(cells: readonly IBufferCell[]): Row {
  const runs: Run[] = [];
  cells.forEach((cell, column) => {
    const [text, style] = [cell.getChars() || ' ', styleOf(cell)];
    const last = runs.at(-1);
    if (last && belong(last, { text, style })) runs[runs.length - 1] = { ...last, text: last.text + text };
    else runs.push({ column, text, style });
  });
  return runs.filter(({ text }) => text.trim() !== '');
}

function styleOf(cell: IBufferCell): Style {
  const colour = cell.isFgPalette() ? cell.getFgColor() : undefined;
  return { colour, bold: cell.isBold() !== 0, dim: cell.isDim() !== 0 };
}

/** Blocks stay by themselves: they are drawn, not written. */
function belong(run: Run, next: Pick<Run, 'text' | 'style'>): boolean {
  const { colour, bold, dim } = next.style;
  const sameStyle = run.style.colour === colour && run.style.bold === bold && run.style.dim === dim;
  return sameStyle && (isBlock(run.text) || isBlock(next.text) ? run.text.at(-1) === next.text : true);
}

export function isBlock(text: string): boolean {
  return /^[█░]/.test(text);
}
