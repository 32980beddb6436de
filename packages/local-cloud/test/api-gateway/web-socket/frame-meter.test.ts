import { array, assert, boolean, constantFrom, integer, nat, oneof, property, tuple } from 'fast-check';
import { expect, it } from 'vitest';
import { createFrameMeter } from '../../../src/api-gateway/web-socket/frame-meter.ts';

it('tells the size of every frame, however the bytes arrive', () =>
  assert(
    property(framesOfAnySize(), integer({ min: 1, max: 5000 }), (frames, chunkSize) => {
      const told: number[] = [];
      const meter = createFrameMeter((bytes) => told.push(bytes));
      const bytes = Buffer.concat(frames.map(([size, masked]) => frameOf(size, masked)));
      for (let at = 0; at < bytes.length; at += chunkSize) meter(bytes.subarray(at, at + chunkSize));
      expect(told).toEqual(frames.map(([size]) => size));
    }),
    { numRuns: 50 },
  ));

function framesOfAnySize() {
  // Where the encoding of the length changes, and anything else.
  const size = oneof(constantFrom(0, 125, 126, 65_535, 65_536), nat({ max: 70_000 }));
  return array(tuple(size, boolean()), { maxLength: 5 });
}

function frameOf(size: number, masked: boolean): Buffer {
  const mask = masked ? 0x80 : 0;
  const header = Buffer.alloc(size < 126 ? 2 : size < 65_536 ? 4 : 10);
  header.writeUInt8(0x81, 0);
  if (size < 126) header.writeUInt8(mask | size, 1);
  else if (size < 65_536) {
    header.writeUInt8(mask | 126, 1);
    header.writeUInt16BE(size, 2);
  } else {
    header.writeUInt8(mask | 127, 1);
    header.writeBigUInt64BE(BigInt(size), 2);
  }
  return Buffer.concat([header, Buffer.alloc(masked ? 4 : 0), Buffer.alloc(size, 'x')]);
}
