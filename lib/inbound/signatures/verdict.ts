/** Which check a refused request failed. */
export type FailedCheck = "secret" | "signature" | "timestamp" | "id" | "token";

/**
 * `reason` is one plain sentence that may be told to whoever sent the request. `expected` and `seen` are for the people of
 * the source only; neither ever holds a secret or a whole signature that would have passed.
 */
export interface Failed {
  ok: false;
  failed: FailedCheck;
  reason: string;
  expected?: string;
  seen?: string;
}

/** `eventId` is the sender's own id of the event, and only when the signature covers it. */
export interface Passed {
  ok: true;
  eventId?: string;
}

export type Verdict = Passed | Failed;

/** Checks a body as it streams past. */
export interface Verifier {
  update(chunk: Uint8Array): void;
  finish(): Verdict;
}

/** Reads a request header; the name is in lower case. */
export type ReadHeader = (name: string) => string | null;

const MAX_SHOWN = 100;

/** A sender's text, cut and made safe to store and show. */
export function shown(text: string): string {
  const printable = text.replace(/[^\x20-\x7e]/g, "?");
  return printable.length > MAX_SHOWN ? `${printable.slice(0, MAX_SHOWN)}…` : printable;
}
