/** What a decoder can be asked to make of the bytes of a file. */
export type DecoderTask = "image" | "pdf-page" | "pdf-text" | "text" | "html";

/** The line before the bytes of a file, as JSON. The bytes follow in chunks, each behind its length (four bytes, big-endian), up to an empty one. */
export interface DecoderRequest {
  task: DecoderTask;
  /** What a text is written in, as its sender says. */
  charset?: string | null;
  /** Of a document, from 1. */
  page?: number;
}

/**
 * The line a decoder writes for a file, as JSON: what the bytes after it are, or why there are none, as a sentence for people. What follows are
 * `parts` of so many bytes each.
 */
export type DecoderAnswer = ({ ok: true; facts: DecoderFacts; parts: number[] } | { ok: false; reason: string }) & { used: DecoderUse };

/** What a decoder has taken since it was started. */
export interface DecoderUse {
  cpuMs: number;
  memoryBytes: number;
}

export interface DecoderFacts {
  /** Of a preview, in pixels. */
  width?: number;
  height?: number;
  /** Of a document. */
  pages?: number;
  /** The text goes on. */
  truncated?: boolean;
}

export interface Decoded {
  facts: DecoderFacts;
  parts: Uint8Array[];
}

/** The file cannot be shown or read, now or later. The message says why, as a sentence. */
export class Undecodable extends Error {
  override name = "Undecodable";
}

/** Text kept of one file at most, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 1024 * 1024;

/** Time of the processor a file may take, in seconds. Not of the clock: a busy machine would make good files look bad. */
export const MAX_CPU_SECONDS = 10;

/** When a decoder that can stop half-way does, so that what it has is kept. Counted the same. */
export const ENOUGH_CPU_MS = 8_000;
