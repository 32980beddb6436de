/** Bytes of a part; S3 takes no smaller ones than 5 MB but the last, and 10,000 of them. */
export const partBytes = 8 * 1024 * 1024;

/** The bytes in parts of one size, the last one smaller. */
export async function* partsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length < partBytes) continue;
    let rest: Uint8Array = Buffer.concat(chunks, length);
    for (; rest.length >= partBytes; rest = rest.subarray(partBytes)) yield rest.subarray(0, partBytes);
    [chunks, length] = [[rest], rest.length];
  }
  if (length > 0) yield Buffer.concat(chunks, length);
}
