/** 21 digits, the least that AWS gives: all of one length, so that comparing text compares numbers. */
const first = 100_000_000_000_000_000_000n;

/** The sequence number of the `position`th record that this local cloud ever wrote. */
export function sequenceNumber(position: number): string {
  return String(first + BigInt(position));
}

/** The reverse of `sequenceNumber`; `undefined` for a text that is none. */
export function positionOf(text: string): number | undefined {
  if (!/^\d{21,40}$/.test(text)) return undefined;
  return Number(BigInt(text) - first);
}
