/**
 * Reads along a stream of WebSocket frames and tells the payload size of each as soon as its header is there;
 * `ws` itself limits whole messages only.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2
 */
export function createFrameMeter(onFrame: (payloadBytes: number) => void): (chunk: Buffer) => void {
  let header: number[] = [];
  let payloadLeft = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      const passed = Math.min(payloadLeft, chunk.length - at);
      payloadLeft -= passed;
      at += passed;
      if (at === chunk.length) return;
      header.push(chunk.readUInt8(at++));
      if (header.length < headerLength(header)) continue;
      payloadLeft = payloadLength(Buffer.from(header));
      header = [];
      onFrame(payloadLeft);
    }
  };
}

function headerLength([, second]: readonly number[]): number {
  if (second === undefined) return 2;
  const length = second & 0x7f;
  const mask = second & 0x80 ? 4 : 0;
  if (length < 126) return 2 + mask;
  return (length === 126 ? 4 : 10) + mask;
}

function payloadLength(header: Buffer): number {
  const length = header.readUInt8(1) & 0x7f;
  if (length < 126) return length;
  return length === 126 ? header.readUInt16BE(2) : Number(header.readBigUInt64BE(2));
}
