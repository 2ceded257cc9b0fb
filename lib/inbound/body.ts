import { hash } from "node:crypto";
import { type BlobStore, BlobTooLarge } from "@/lib/storage/blobs";
import { BodyClock, type Pace, TooSlow } from "./body-clock";

/** Bodies up to this size never touch the disk before they are committed. */
export const MAX_BODY_IN_MEMORY = 256 * 1024;

/** The bytes of a request: in memory, or in the blob store under `key`. `sha256` is hex. */
export type Body =
  | { kept: "memory"; bytes: Buffer; size: number; sha256: string }
  | { kept: "blob"; key: string; firstBytes: Buffer; size: number; sha256: string };

/** Why a body could not be read whole. `cut`: its length is not the declared one. `gone`: the sender hung up. */
export type BodyFailure = "too-large" | "too-slow" | "cut" | "gone";

export interface BodyRules {
  maxBytes: number;
  /** What Content-Length declared; undefined when the body is streamed. */
  declared: number | undefined;
  /** Bytes kept in memory before the rest is spooled. */
  inMemory: number;
  pace: Pace;
  /** Where a larger body goes. Nothing is left there unless the result says `blob`. */
  spool: { store: () => BlobStore; key: string; contentType: string };
  /** Sees every byte once, in order, before it is known whether the body is acceptable. */
  onChunk: (chunk: Uint8Array) => void;
}

/** Reads a body once, chunk by chunk, and never more of it than the rules allow. Throws only when the blob store does. */
export async function readBody(source: AsyncIterable<Uint8Array> | null, rules: BodyRules): Promise<Body | BodyFailure> {
  const chunks = new Chunks(source, rules);
  try {
    const head = await chunks.upTo(rules.inMemory);
    if (chunks.ended) return isCut(head.length, rules) ? "cut" : inMemory(head);
    return await spooled(head, chunks, rules);
  } catch (error) {
    return failureOf(error);
  } finally {
    chunks.leave();
  }
}

function inMemory(bytes: Buffer): Body {
  return { kept: "memory", bytes, size: bytes.length, sha256: hash("sha256", bytes, "hex") };
}

async function spooled(head: Buffer, chunks: Chunks, rules: BodyRules): Promise<Body | BodyFailure> {
  const { store, key, contentType } = rules.spool;
  const blobs = store();
  const stored = await blobs.put(key, chunks.from(head), { contentType, maxBytes: rules.maxBytes });
  if (isCut(stored.size, rules)) {
    await blobs.remove(key);
    return "cut";
  }
  return { kept: "blob", key, firstBytes: head.subarray(0, 1024), ...stored };
}

// A proxy on the way cut it (or padded it): the signature would look forged, and a 401 would end the retries.
function isCut(size: number, { declared }: BodyRules): boolean {
  return declared !== undefined && declared !== size;
}

function failureOf(error: unknown): BodyFailure {
  if (error instanceof BlobTooLarge) return "too-large";
  if (error instanceof TooSlow) return "too-slow";
  if (error instanceof SenderGone) return "gone";
  throw error;
}

class SenderGone extends Error {}

/** The source's chunks, counted, timed and shown to `onChunk`. Errors of the source become `SenderGone`. */
class Chunks {
  ended = false;
  private size = 0;
  private readonly clock: BodyClock;
  private readonly iterator: AsyncIterator<Uint8Array> | undefined;

  constructor(
    source: AsyncIterable<Uint8Array> | null,
    private readonly rules: BodyRules,
  ) {
    this.clock = new BodyClock(rules.pace);
    this.iterator = source?.[Symbol.asyncIterator]();
    if (!this.iterator) this.ended = true;
  }

  /** Reads on until the end or until more than `limit` bytes are held. */
  async upTo(limit: number): Promise<Buffer> {
    const held: Uint8Array[] = [];
    while (this.size <= limit) {
      const chunk = await this.next();
      if (!chunk) break;
      held.push(chunk);
    }
    const [only] = held;
    return held.length === 1 && Buffer.isBuffer(only) ? only : Buffer.concat(held);
  }

  async *from(head: Buffer): AsyncGenerator<Uint8Array> {
    yield head;
    for (let chunk = await this.next(); chunk; chunk = await this.next()) yield chunk;
  }

  /** Lets go of the source without waiting for a read that may never end. */
  leave() {
    this.clock.stop();
    if (!this.ended) this.iterator?.return?.()?.catch(() => undefined);
  }

  // Promises by hand: each one costs, and this is done for every mail.
  private next(): Promise<Uint8Array | undefined> {
    const { iterator } = this;
    if (this.ended || !iterator) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.clock.watch(this.size, reject);
      iterator.next().then(
        (read) => {
          if (this.isTooMuch(read)) reject(new BlobTooLarge());
          else resolve(this.take(read));
        },
        (cause) => reject(new SenderGone("the sender hung up", { cause })),
      );
    });
  }

  private isTooMuch({ value }: IteratorResult<Uint8Array, unknown>): boolean {
    return value instanceof Uint8Array && this.size + value.length > this.rules.maxBytes;
  }

  private take(read: IteratorResult<Uint8Array, unknown>): Uint8Array | undefined {
    if (read.done) {
      this.ended = true;
      return undefined;
    }
    this.size += read.value.length;
    this.rules.onChunk(read.value);
    return read.value;
  }
}
