import { type Email, NotAMail, UnreadableMail } from "@/lib/mail/email";
import { decodeHere, type Payload } from "./decode-here";

/** What a worker says: errors do not cross threads with their class. */
export type DecodeOutcome =
  | { ok: true; email: Email /** `email.raw` is the payload's body, which the caller has. */; rawIsBody: boolean }
  | { ok: false; refusal: "UnreadableMail" | "NotAMail"; message: string };

/** `decode` as a worker runs it. `transfer` is what moves to the other thread instead of being copied. */
export function decodeTask(payload: Payload): { result: DecodeOutcome; transfer: ArrayBuffer[] } {
  try {
    const email = decodeHere(payload);
    const rawIsBody = email.raw === payload.body;
    const transfer = new Set<ArrayBuffer>();
    const attachments = email.attachments.map((attachment) => {
      if (attachment.content.kind === "url") return attachment;
      const bytes = ownBytes(attachment.content.bytes);
      transfer.add(bytes.buffer);
      return { ...attachment, content: { kind: "bytes" as const, bytes } };
    });
    return {
      result: { ok: true, email: { ...email, attachments, raw: rawIsBody ? null : email.raw }, rawIsBody },
      transfer: [...transfer],
    };
  } catch (error) {
    if (error instanceof UnreadableMail || error instanceof NotAMail)
      return {
        result: { ok: false, refusal: error instanceof NotAMail ? "NotAMail" : "UnreadableMail", message: error.message },
        transfer: [],
      };
    throw error;
  }
}

// A view of a part of the mail would take all of the mail along.
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;
  return whole ? new Uint8Array(bytes.buffer as ArrayBuffer) : new Uint8Array(bytes);
}
