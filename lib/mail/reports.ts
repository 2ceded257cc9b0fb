import type { Email, EmailAttachment } from "./email";
import { readMessageId } from "./message-ids";
import { type HeaderField, readHeaderBlock } from "./mime/header-block";

/** Recipients read from one report. */
const MAX_RECIPIENTS = 1_000;
const MAX_TEXT_CHARS = 1_000;

/** What became of a mail for one recipient. */
export type DeliveryOutcome = "bounced" | "deferred" | "delivered" | "relayed" | "complained" | "unsubscribed";

export interface DeliveryEvent {
  outcome: DeliveryOutcome;
  /** Lower case; null when the report hides it. */
  recipient: string | null;
  /** Enhanced status code, `5.1.1` (RFC 3463); null when there is none. */
  status: string | null;
  /** What the other server said, or the kind of complaint. */
  detail: string | null;
}

/** A bounce or complaint, read. */
export interface DeliveryReport {
  /** Who reports: a mail server's name, or the program that made the report. */
  reporter: string | null;
  /** Message-ID of the mail it is about, without brackets; null when the report does not return its header. */
  originalMessageId: string | null;
  events: DeliveryEvent[];
}

/**
 * Reads a delivery report (RFC 3464) or a feedback report (RFC 5965) into events. Undefined when the mail holds neither, or
 * in a form nobody can read.
 */
export function readReport(email: Email): DeliveryReport | undefined {
  const status = fieldGroups(findFile(email, "message/delivery-status", "message/global-delivery-status"));
  const feedback = fieldGroups(findFile(email, "message/feedback-report"))[0];
  const originalMessageId = originalId(email);
  if (feedback) return { originalMessageId, ...readFeedback(feedback) };
  if (status.length > 0) return { originalMessageId, ...readStatus(status) };
  return readFailedRecipients(email, originalMessageId);
}

/** First the fields about the mail, then a group for each recipient. */
function readStatus(groups: HeaderField[][]): Omit<DeliveryReport, "originalMessageId"> {
  const [first = []] = groups;
  // Some leave the group about the mail out.
  const [about, ...recipients] = value(first, "final-recipient") === undefined ? groups : [[], ...groups];
  const events = recipients.slice(0, MAX_RECIPIENTS).flatMap((fields) => {
    const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(value(fields, "status") ?? "")?.[0] ?? null;
    const outcome = outcomeOf(value(fields, "action"), status);
    const recipient = typed(value(fields, "final-recipient") ?? value(fields, "original-recipient"));
    if (!outcome) return [];
    return [{ outcome, recipient: recipient?.toLowerCase() ?? null, status, detail: typed(value(fields, "diagnostic-code")) }];
  });
  return { reporter: typed(value(about ?? [], "reporting-mta")), events };
}

function outcomeOf(action: string | undefined, status: string | null): DeliveryOutcome | undefined {
  switch (/^\s*(?:\([^()]*\)\s*)?([a-z]+)/i.exec(action ?? "")?.[1]?.toLowerCase()) {
    case "failed":
      return "bounced";
    case "delayed":
      return "deferred";
    case "delivered":
      return "delivered";
    case "relayed":
    case "expanded":
      return "relayed";
    default:
      // The first digit says it, too (RFC 3463 §3.1): permanent, or not yet.
      return status?.startsWith("5") ? "bounced" : status?.startsWith("4") ? "deferred" : undefined;
  }
}

function readFeedback(fields: HeaderField[]): Omit<DeliveryReport, "originalMessageId"> {
  const type = value(fields, "feedback-type")?.trim().toLowerCase() ?? "abuse";
  const outcome = type === "opt-out" || type === "opt-out-list" ? "unsubscribed" : "complained";
  const recipients = fields.filter(({ name }) => name.toLowerCase() === "original-rcpt-to").slice(0, MAX_RECIPIENTS);
  const addresses = recipients.map((field) => field.value.trim().replace(/^<|>$/g, "").toLowerCase());
  return {
    reporter: clip(value(fields, "user-agent")),
    events: (addresses.length > 0 ? addresses : [null]).map((recipient) => ({ outcome, recipient, status: null, detail: clip(type) })),
  };
}

// Exim and Gmail name the recipients in a header, whatever else the bounce holds.
function readFailedRecipients(email: Email, originalMessageId: string | null): DeliveryReport | undefined {
  const failed = email.headers.find(([name]) => name.toLowerCase() === "x-failed-recipients")?.[1];
  const recipients = failed?.split(/[\s,]+/).filter((address) => address.includes("@")) ?? [];
  if (recipients.length === 0) return undefined;
  const events = recipients
    .slice(0, MAX_RECIPIENTS)
    .map((address) => ({ outcome: "bounced" as const, recipient: address.toLowerCase(), status: null, detail: null }));
  return { reporter: null, originalMessageId, events };
}

function originalId(email: Email): string | null {
  const returned = findFile(email, "text/rfc822-headers", "message/rfc822", "message/global", "message/global-headers");
  if (!returned) return null;
  return readMessageId(value(readHeaderBlock(returned).fields, "message-id") ?? "");
}

function findFile(email: Email, ...types: string[]): Uint8Array | undefined {
  const isOne = ({ contentType }: EmailAttachment) => types.includes(contentType.toLowerCase().split(";")[0]?.trim() ?? "");
  const content = email.attachments.find(isOne)?.content;
  return content?.kind === "bytes" ? content.bytes : undefined;
}

/** Groups of header fields with blank lines between them. */
function fieldGroups(bytes: Uint8Array | undefined): HeaderField[][] {
  const groups: HeaderField[][] = [];
  for (let at = 0; bytes && at < bytes.length && groups.length <= MAX_RECIPIENTS; ) {
    const block = readHeaderBlock(bytes, at);
    if (block.fields.length > 0) groups.push(block.fields);
    if (block.bodyStart <= at) break;
    at = block.bodyStart;
  }
  return groups;
}

function value(fields: HeaderField[], name: string): string | undefined {
  return fields.find((field) => field.name.toLowerCase() === name)?.value;
}

/** `rfc822; ana@customer.test` without its type. */
function typed(field: string | undefined): string | null {
  return clip(field?.replace(/^\s*[\w.-]+\s*;/, "").replace(/^\s*<|>\s*$/g, ""));
}

function clip(text: string | undefined): string | null {
  const line = Buffer.from(text ?? "", "latin1")
    .toString("utf8")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return line === "" ? null : line.slice(0, MAX_TEXT_CHARS);
}
