import { NotAMail } from "@/lib/mail/email";
import type { Fields } from "./fields";

/** Words in the name of an event that a mail came in. */
const INBOUND = /(?:^|[^a-z])(?:inbound|received?|incoming|new|arrived|parsed?)(?:$|[^a-z])/;
/** Words in the name of an event that says something else, which may quote the mail it speaks of. */
const OTHER =
  /(?:^|[^a-z])(?:deliver(?:ed|y)|bounced?|deferred|delayed|open(?:ed)?|click(?:ed)?|complain(?:t|ed)|spam\s?complaint|(?:un)?subscrib\w*|dropped|fail(?:ed|ure)?|rejected|sent|send|queued|accepted|processed|ping|heartbeat|verif\w*|read|deleted|updated|suppress\w*)(?:$|[^a-z])/;

/**
 * Throws `NotAMail` when a payload names an event that is no inbound mail. An unknown name is let through if what it carries
 * looks like a mail: providers invent names faster than anyone can list them.
 */
export function requireInboundMail(type: string | undefined, looksLikeMail: boolean): void {
  if (type === undefined) {
    if (!looksLikeMail) throw new NotAMail("The payload is no mail: it has neither a sender nor a body.");
    return;
  }
  const words = type
    .slice(0, 200)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  if (INBOUND.test(words) && looksLikeMail) return;
  if (OTHER.test(words) || !looksLikeMail) throw new NotAMail(`The event "${type.slice(0, 100)}" is no inbound mail.`);
}

/** What the payload or the request calls its event. */
export function eventType(root: Fields, headers: Record<string, string>): string | undefined {
  const named =
    root.text("eventtype", "event", "eventname", "type", "recordtype", "trigger") ?? headers["x-event-type"] ?? headers["x-webhook-event"];
  return named?.trim() || undefined;
}
