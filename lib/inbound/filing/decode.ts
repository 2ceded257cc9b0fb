import { type Email, NotAMail, UnreadableMail } from "@/lib/mail/email";
import { TaskOverrun } from "@/lib/workers/pool";
import { runTask } from "@/lib/workers/run-task";
import type { Payload } from "./decode-here";

export interface DecodedMail {
  email: Email;
  /** The bytes that were posted. */
  body: Uint8Array;
}

/**
 * Turns the bytes of a delivery into a mail: raw MIME or a JSON mail event. Reads them in a worker with a deadline and a
 * ceiling of memory, so that no mail ever holds up another. Throws `UnreadableMail` for what nobody can file as it is and `NotAMail` for
 * other events. What took too long is worth another try: that may have been the machine.
 *
 * The bytes are not copied: they move to the worker and come back as `body`. Those of `payload` are gone then.
 */
export async function decode(payload: Payload): Promise<DecodedMail> {
  const outcome = await runTask("decode", payload, movable(payload.body)).catch((error: unknown) => {
    if (!(error instanceof TaskOverrun)) throw error;
    const sentence = `Reading the mail ${error.message}.`;
    throw error.of === "memory" ? new UnreadableMail(sentence) : new Error(sentence, { cause: error });
  });
  if (outcome.ok) return outcome;
  throw outcome.refusal === "NotAMail" ? new NotAMail(outcome.message) : new UnreadableMail(outcome.message);
}

// Only what has its memory for itself: a small buffer is a piece of one that Node shares out.
function movable({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
