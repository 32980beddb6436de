import { jsonLogLine, textLogLine } from './format-log-line.ts';
import { type LogLevel, type LogLine, logLevels } from './log-entry.ts';

export interface ConsoleCapture {
  /** As in the template; anything but JSON is text, which has no level filter. */
  readonly format: string | undefined;
  readonly level: string | undefined;
  requestId(): string | undefined;
  deliver(line: LogLine): void;
}

const methods = [
  ['trace', 'TRACE'],
  ['debug', 'DEBUG'],
  ['info', 'INFO'],
  ['log', 'INFO'],
  ['warn', 'WARN'],
  ['error', 'ERROR'],
] as const;

/** Makes every console call of this process a log line, as Lambda's Node.js runtime does. */
export function captureConsole({ format, level, requestId, deliver }: ConsoleCapture): void {
  const json = format?.toUpperCase() === 'JSON';
  const toLine = json ? jsonLogLine : textLogLine;
  const least = json ? Math.max(0, logLevels.indexOf((level ?? 'INFO') as LogLevel)) : 0;
  for (const [method, name] of methods) {
    console[method] = (...args: unknown[]) => {
      if (logLevels.indexOf(name) < least) return;
      deliver(toLine({ timestamp: new Date().toISOString(), level: name, requestId: requestId() }, args));
    };
  }
}
