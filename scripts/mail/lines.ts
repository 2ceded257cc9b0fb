const LF = 0x0a;

/**
 * Lines of a byte stream, without their line ends (LF or CRLF). Nothing else ends a line: JSON may hold U+2028 as it is, at which
 * `node:readline` cuts. An unfinished last line counts.
 */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let pieces: Uint8Array[] = [];
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      yield toLine([...pieces, chunk.subarray(start, end)]);
      pieces = [];
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
  }
  if (pieces.length > 0) yield toLine(pieces);
}

function toLine(pieces: Uint8Array[]): string {
  return Buffer.concat(pieces).toString("utf8").replace(/\r$/, "");
}
