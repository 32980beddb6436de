import { styleText } from 'node:util';
import { type LogEntry, type LogLevel, logLevels } from './log-entry.ts';

export interface LogLineOptions {
  /** @default whether standard output is a terminal that shows colours */
  readonly colors?: boolean;
  /**
   * Entries below it give undefined.
   * @default 'INFO'
   */
  readonly level?: LogLevel;
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const hues: readonly Style[] = ['cyan', 'magenta', 'green', 'yellow', 'blue', 'cyanBright', 'greenBright'];

function painter(colors: boolean | undefined): Paint {
  if (colors === undefined) return styleText;
  return colors ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}

/** Makes of each log entry one line for the terminal: time, function, level if not info, message. */
export function createLogLines(options: LogLineOptions = {}): (entry: LogEntry) => string | undefined {
  const paint = painter(options.colors);
  const hueOf = new Map<string, Style>();
  const least = logLevels.indexOf(options.level ?? 'INFO');

  function hue(source: string) {
    const known = hueOf.get(source) ?? hues[hueOf.size % hues.length] ?? 'cyan';
    hueOf.set(source, known);
    return known;
  }

  return (entry) => {
    if (logLevels.indexOf(entry.level) < least) return undefined;
    return [
      paint('dim', entry.timestamp.slice(11, 23)),
      paint(hue(entry.source), shortName(entry.source)),
      ...(entry.level === 'INFO' ? [] : [levelIn(entry.level, paint)]),
      onOneLine([textOf(entry.message), placesOf(entry.stackTrace)].filter(Boolean).join(' ')),
    ].join(' ');
  };
}

/** Without what CDK appends to a logical id: the construct's own name and a hash. */
function shortName(logicalId: string): string {
  return logicalId.replace(/(Function)?[0-9A-F]{8}$/, '');
}

function levelIn(level: LogLevel, paint: Paint): string {
  if (level === 'WARN') return paint('yellow', level);
  return paint(level === 'ERROR' || level === 'FATAL' ? 'red' : 'dim', level);
}

function textOf(message: unknown): string {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return compact(message);
  if (isError(message)) return errorText(message);
  return Object.entries(message)
    .map(([key, value]) => (key === 'message' ? compact(value) : `${key}=${compact(value)}`))
    .join(' ');
}

function compact(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isError(value)) return errorText(value);
  return Array.isArray(value) && value.some(isError) ? value.map(compact).join('; ') : JSON.stringify(value);
}

/** As format-log-line.ts makes of an error. */
interface SpelledOutError {
  readonly errorType: string;
  readonly stackTrace: readonly string[];
}

function isError(value: unknown): value is SpelledOutError {
  const { errorType, stackTrace } = Object(value) as Partial<SpelledOutError>;
  return typeof errorType === 'string' && Array.isArray(stackTrace);
}

/** A stack begins with name and message of its error; `errorType` is the name of the class, which a bundle shortens. */
function errorText({ errorType, stackTrace }: SpelledOutError): string {
  const frames = stackTrace.findIndex((line) => /^\s+at /.test(line));
  const told = stackTrace.slice(0, frames === -1 ? undefined : frames).join('\n') || errorType;
  return [told, placesOf(stackTrace)].filter(Boolean).join(' ');
}

/** So many places tell where it was and who called. */
const shownPlaces = 3;

/** Where the error was thrown and the callers in the function's own code, without the way to the bundle. */
function placesOf(stackTrace: readonly string[] = []): string | undefined {
  const places = stackTrace.filter((line) => /^\s+at .*:\d+:\d+\)?$/s.test(line));
  const own = places.filter((line) => !/node:|node_modules\//.test(line));
  const shown = (own.length > 0 ? own : places).slice(0, shownPlaces);
  return shown.length > 0 ? `(${shown.map(contextOf).join(', ')})` : undefined;
}

function contextOf(frame: string): string {
  return frame.trim().replace(/file:\/\/\S*\//, '');
}

// Also what moves the cursor or colours the terminal, and U+2028/2029, which some viewers break at.
function onOneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the point
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, escaped);
}

function escaped(character: string): string {
  const known: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return known[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
