import type { SourceMap } from 'node:module';

/**
 * Part of every bundle: the stack of an error names our sources, by the source map that lies beside the bundle, and the
 * map is read when the first stack is. Node's own --enable-source-maps goes through the whole bundle at every start: 5 ms
 * of 35.
 */
Error.prepareStackTrace = (error, frames) => {
  const places = frames.map((frame) => `    at ${sourceOf(frame) ?? frame}`);
  return [Error.prototype.toString.call(error), ...places].join('\n');
};

const bundle = import.meta.url;
let map: SourceMap | 'unreadable' | undefined;

/** Without the name of the function, which the bundle shortens. Undefined for what is not in the bundle. */
function sourceOf(frame: NodeJS.CallSite): string | undefined {
  if (frame.getFileName() !== bundle) return undefined;
  map ??= readMap();
  if (map === 'unreadable') return undefined;
  const origin = map.findOrigin(frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0);
  if (!('fileName' in origin)) return undefined;
  return `${frame.isAsync() ? 'async ' : ''}${origin.fileName}:${origin.lineNumber}:${origin.columnNumber}`;
}

/** Not imported: a start would pay for it. */
function readMap(): SourceMap | 'unreadable' {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const { SourceMap } = process.getBuiltinModule('node:module');
  try {
    return new SourceMap(JSON.parse(readFileSync(new URL(`${bundle}.map`), 'utf8')));
  } catch {
    return 'unreadable';
  }
}
