import type { FeedRow } from "@/db/schema";

// What travels to browsers: ids, never content (I7). Whoever is told asks again, and is checked again.

/** One change. A hint: it may be repeated and may come out of order. */
export type LiveChange = Pick<FeedRow, "seq" | "kind" | "mailboxId" | "conversationId" | "deliveryId">;

/** Events of the stream besides the changes, which come as `change`. */
export type LiveSignal =
  /** Everything up to the cursor has been told; from here on changes come as they happen. */
  | "ready"
  /** Too much happened since the cursor to tell it change by change: look at everything again. */
  | "reset"
  /** Nothing happened: the line is alive. */
  | "beat"
  /** The server ends this stream in good order: open the next one at once. */
  | "bye";

/** Silence longer than this means that the line is dead, whatever the browser believes. Twice the beat and some. */
export const SILENCE_MS = 35_000;
export const BEAT_MS = 15_000;

export function toChange({ seq, kind, mailboxId, conversationId, deliveryId }: FeedRow): LiveChange {
  return { seq, kind, mailboxId, conversationId, deliveryId };
}

/**
 * One event of a `text/event-stream` (WHATWG HTML §9.2). Only changes carry an `id:`, and only those that came in order:
 * the browser sends back the last one it saw.
 */
export function encodeChange(change: LiveChange, inOrder: boolean): Uint8Array {
  return encode(`${inOrder ? `id: ${change.seq}\n` : ""}event: change\ndata: ${JSON.stringify(change)}\n\n`);
}

/** `seq` is the cursor that a `ready` or `reset` brings the browser to. */
export function encodeSignal(signal: LiveSignal, seq?: number): Uint8Array {
  return encode(`${seq === undefined ? "" : `id: ${seq}\n`}event: ${signal}\ndata: ${seq ?? ""}\n\n`);
}

/** How long a browser waits before it opens a broken stream again, in milliseconds. */
export function encodeRetry(ms: number): Uint8Array {
  return encode(`retry: ${ms}\n\n`);
}

const encoder = new TextEncoder();

function encode(text: string) {
  return encoder.encode(text);
}
