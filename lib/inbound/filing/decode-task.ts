import { type Email, NotAMail, UnreadableMail } from "@/lib/mail/email";
import { decodeHere, type Payload } from "./decode-here";

/** What a worker says: errors do not cross threads with their class. */
export type DecodeOutcome =
  | { ok: true; email: Email /** The payload's, back from where it was read. */; body: Uint8Array }
  | { ok: false; refusal: "UnreadableMail" | "NotAMail"; message: string };

/** `decode` as a worker runs it. `transfer` is what moves to the other thread instead of being copied. */
export function decodeTask(payload: Payload): { result: DecodeOutcome; transfer: ArrayBuffer[] } {
  try {
    const email = decodeHere(payload);
    const { body } = payload;
    const moving = new Set([body.buffer, ...(email.raw ? [email.raw.buffer] : [])]);
    const attachments = email.attachments.map((attachment) => {
      if (attachment.content.kind === "url") return attachment;
      const bytes = moving.has(attachment.content.bytes.buffer) ? attachment.content.bytes : withoutTheRest(attachment.content.bytes);
      moving.add(bytes.buffer);
      return { ...attachment, content: { kind: "bytes" as const, bytes } };
    });
    const transfer = [...moving].filter((buffer) => buffer instanceof ArrayBuffer);
    return { result: { ok: true, email: { ...email, attachments }, body }, transfer };
  } catch (error) {
    if (error instanceof UnreadableMail || error instanceof NotAMail)
      return {
        result: { ok: false, refusal: error instanceof NotAMail ? "NotAMail" : "UnreadableMail", message: error.message },
        transfer: [],
      };
    throw error;
  }
}

// A view takes all of its buffer along. What decodes base64 cuts a little off the end; a small part of something is copied out.
function withoutTheRest(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength * 2 > bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
