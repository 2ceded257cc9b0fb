import { type Email, NotAMail, UnreadableMail } from "@/lib/mail/email";
import { TaskOverrun } from "@/lib/workers/pool";
import { runTask } from "@/lib/workers/run-task";
import type { Payload } from "./decode-here";

/**
 * Turns the bytes of a delivery into a mail: raw MIME or a JSON mail event. Reads them in a worker with a deadline and a
 * ceiling of memory, so that no mail ever holds up another. Throws `UnreadableMail` for what nobody can file as it is, an overrun
 * included, and `NotAMail` for other events.
 */
export async function decode(payload: Payload): Promise<Email> {
  const outcome = await runTask("decode", payload).catch((error: unknown) => {
    if (error instanceof TaskOverrun) throw new UnreadableMail(`Reading the mail ${error.message}.`);
    throw error;
  });
  if (outcome.ok) return { ...outcome.email, raw: outcome.rawIsBody ? payload.body : outcome.email.raw };
  throw outcome.refusal === "NotAMail" ? new NotAMail(outcome.message) : new UnreadableMail(outcome.message);
}
