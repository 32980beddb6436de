import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { type Duration, Token } from 'aws-cdk-lib';

/** What is wrong with the props of a construct, each fault beginning with the prop's name. */
export type PropFaults = readonly (string | undefined)[];

/** Throws an error that names the construct and every fault. */
export function expectNoFaults(path: string, faults: PropFaults): void {
  const found = faults.filter((fault) => fault !== undefined);
  if (found.length > 0) throw new Error(`${path}: ${found.join('; ')}`);
}

export function fileFault(prop: string, file: string): string | undefined {
  return isAbsolute(file) && existsSync(file)
    ? undefined
    : `${prop} is the absolute path of a file, which ${file} is not`;
}

type Range = readonly [min: number, max: number];

export function numberFault(prop: string, value: number | undefined, [min, max]: Range): string | undefined {
  if (value === undefined || Token.isUnresolved(value) || (value >= min && value <= max)) return undefined;
  return `${prop} is from ${min} to ${max}, not ${value}`;
}

export function wholeNumberFault(prop: string, value: number | undefined, range: Range): string | undefined {
  if (value === undefined || Token.isUnresolved(value) || Number.isInteger(value)) {
    return numberFault(prop, value, range);
  }
  return `${prop} is a whole number, not ${value}`;
}

/** In seconds. Other values are made of a duration at synth, so that it may not be one that only the deployment knows. */
export function durationFault(prop: string, value: Duration | undefined, range: Range): string | undefined {
  if (value?.isUnresolved()) return `${prop} is known when the app is synthesized`;
  return wholeNumberFault(`${prop} in seconds`, value?.toSeconds({ integral: false }), range);
}

/** An origin has no path: `https://app.example`. */
export function originsFault(prop: string, origins: readonly string[] = []): string | undefined {
  const wrong = origins.filter((origin) => !Token.isUnresolved(origin) && !/^https?:\/\/[^/]+$/.test(origin));
  if (wrong.length > 0) return `${prop} are origins like https://app.example, not ${wrong.join(', ')}`;
  return undefined;
}
