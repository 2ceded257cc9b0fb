/** A store of immutable byte strings. Keys are ours, never a sender's; `lib/storage/open.ts` picks the driver. */
export interface BlobStore {
  /**
   * Streams `body` in, all or nothing: a failure half-way leaves nothing under the key. Putting a key again replaces it.
   * Throws `BlobTooLarge` past `maxBytes`.
   */
  put(key: string, body: AsyncIterable<Uint8Array> | Uint8Array, options: PutOptions): Promise<StoredBlob>;
  /** The bytes, or a part of them. Undefined when there are none under the key. */
  open(key: string, range?: ByteRange): Promise<OpenBlob | undefined>;
  head(key: string): Promise<{ size: number } | undefined>;
  /** Missing keys are no error. */
  remove(key: string): Promise<void>;
  list(prefix: string): AsyncIterable<string>;
  /** Removes what writers that died left half done before `before`. Answers how many. */
  dropUnfinished(before: Date): Promise<number>;
}

export interface PutOptions {
  contentType: string;
  maxBytes: number;
}

/** `sha256` is hex. */
export interface StoredBlob {
  size: number;
  sha256: string;
}

/** Both ends inclusive, as in an HTTP Range. */
export interface ByteRange {
  start: number;
  end?: number;
}

/** `size` is that of the whole blob, whatever the range. */
export interface OpenBlob {
  size: number;
  stream: ReadableStream<Uint8Array>;
}

export class BlobTooLarge extends Error {
  override name = "BlobTooLarge";
}
