/** Longest line, in bytes. */
const MAX_LINE_BYTES = 64 * 1024;

const LINE_FEED = 0x0a;

/** Takes a stream of bytes apart by lines and lengths. Nothing is read ahead of what is asked for. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next line without its end; undefined when the stream ends before. */
  async line(): Promise<string | undefined> {
    for (let searched = 0; ; ) {
      const end = this.#rest.indexOf(LINE_FEED, searched);
      if (end >= 0) {
        const line = this.#rest.toString("utf8", 0, end);
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      searched = this.#rest.length;
      const chunk = searched <= MAX_LINE_BYTES ? await this.#next() : undefined;
      if (!chunk) return undefined;
      this.#rest = Buffer.concat([this.#rest, chunk]);
    }
  }

  /** As many bytes; undefined when the stream ends before. */
  async bytes(count: number): Promise<Buffer | undefined> {
    const taken: Buffer[] = [];
    for (let missing = count; missing > 0; ) {
      if (this.#rest.length === 0) {
        const chunk = await this.#next();
        if (!chunk) return undefined;
        this.#rest = chunk;
      }
      const piece = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(piece.length);
      missing -= piece.length;
      taken.push(piece);
    }
    return taken.length === 1 ? taken[0] : Buffer.concat(taken);
  }

  async #next(): Promise<Buffer | undefined> {
    const { done, value } = await this.#source.next();
    return done ? undefined : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
}
