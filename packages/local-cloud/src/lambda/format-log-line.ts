import { format } from 'node:util';
import type { LogLevel, LogLine } from './log-entry.ts';

export interface LogOrigin {
  readonly timestamp: string;
  readonly level: LogLevel;
  readonly requestId: string | undefined;
}

/**
 * What Lambda's Node.js runtime makes of one console call: a single argument stays an object under `message`,
 * several become one text, and the first error among them is spelled out.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function jsonLogLine(origin: LogOrigin, args: readonly unknown[]): LogLine {
  return args.length === 1 ? nested(origin, args[0]) : { ...textLogLine(origin, args), ...firstError(args) };
}

export function textLogLine(origin: LogOrigin, args: readonly unknown[]): LogLine {
  return lineOf(origin, format(...args));
}

function nested(origin: LogOrigin, message: unknown): LogLine {
  try {
    return JSON.parse(JSON.stringify(lineOf(origin, message), spellOutErrors));
  } catch {
    // Circular, or a bigint.
    return lineOf(origin, format(message));
  }
}

function lineOf({ requestId, ...origin }: LogOrigin, message: unknown): LogLine {
  return { ...origin, ...(requestId !== undefined && { requestId }), message };
}

function spellOutErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? { ...errorFields(value), ...value } : value;
}

function firstError(args: readonly unknown[]) {
  const error = args.find((arg) => arg instanceof Error);
  return error && errorFields(error);
}

function errorFields(error: Error) {
  return {
    errorType: error.constructor.name,
    errorMessage: error.message,
    stackTrace: error.stack?.split('\n') ?? [],
  };
}
