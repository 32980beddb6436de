import { Writable } from 'node:stream';
import type { Terminal } from '@xterm/headless';
// CommonJS without named exports.
import xterm from '@xterm/headless';
import type { Output } from '../../terminal/terminal.ts';

/** A terminal that shows what is written to it, as people would see it. */
export class VirtualTerminal {
  readonly output: Output;
  readonly screen: Terminal;

  constructor(columns: number, rows: number) {
    this.screen = new xterm.Terminal({ cols: columns, rows, convertEol: true, allowProposedApi: true });
    const stream = new Writable({ write: (chunk, _, done) => this.screen.write(chunk, done) });
    this.output = Object.assign(stream, { isTTY: true, columns, rows, getColorDepth: () => 8 });
  }

  /** The lines from the first one written to the last, without what has scrolled by; blanks at their ends cut off. */
  async lines(): Promise<readonly string[]> {
    await new Promise((resolve) => this.output.write('', resolve));
    const { active } = this.screen.buffer;
    const rows = Array.from(
      { length: active.length },
      (_, n) => active.getLine(n)?.translateToString(true) ?? '',
    );
    return rows.join('\n').trimEnd().split('\n');
  }
}
