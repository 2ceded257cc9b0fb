import type { Email } from "./email";

/**
 * What kind of mail no person wrote by hand: `auto-reply` answers by itself (RFC 3834), `notice` is sent by a program,
 * `bounce` reports a delivery (RFC 3464), `complaint` an abuse report (RFC 5965), `receipt` that a mail was opened (RFC 8098),
 * `list` went to a mailing list (RFC 2919), `challenge` wants us to prove that we are human, `loop` is our own mail come back.
 */
export const AUTOMATED_KINDS = ["auto-reply", "notice", "bounce", "complaint", "receipt", "list", "challenge", "loop"] as const;
export type AutomatedKind = (typeof AUTOMATED_KINDS)[number];

/** Why a mail is parked beside the inbox, in words for people. */
export interface Automated {
  kind: AutomatedKind;
  reason: string;
}

/** What is ours, to tell our own mail and our own lists from those of others. */
export interface Ours {
  /** One of our mailboxes receives mail under this address, in any case. */
  isAddress(address: string): boolean;
  /** We gave a mail this Message-ID: its keyed hash is right. */
  isMessageId(id: string): boolean;
}

const NOTHING_OURS: Ours = { isAddress: () => false, isMessageId: () => false };

const MAX_LABELS = 10;
const LOOP_HEADER = "x-mailroom-loop";
const REPLY_HEADERS = ["x-autoreply", "x-autorespond", "x-autoresponse", "x-autoresponder"];
const CHALLENGE_HEADERS = ["x-boxtrapper", "x-spamarrest", "x-askversion", "x-tmda-confirm"];
const CHALLENGE_SUBJECT =
  /\b(?:(?:please )?(?:confirm|verify) (?:your |that you )?(?:e-?mail|message|sen[dt]|are human)|challenge[- ]response|sender verification|verification required)\b/i;
const REPORT_SENDER = /^(?:mailer-daemon|postmaster|mail-daemon|maildaemon)$/i;
const BOUNCE_SUBJECT =
  /\b(?:undeliver(?:able|ed)|delivery (?:status notification|failure|has failed)|returned mail|mail delivery failed|failure notice)\b/i;

/**
 * Tells mail of machines from mail of people, with the reason. Undefined for people's. Two signs prove nothing alone:
 * `X-Auto-Response-Suppress`, which Exchange writes on what people wrote, and `Precedence`, which lists and bulk senders
 * write on what people should read.
 */
export function findAutomated(email: Email, ours: Ours = NOTHING_OURS): Automated | undefined {
  const header = readHeaders(email);
  return (
    findLoop(email, header, ours) ??
    findReport(email, header) ??
    findChallenge(email, header) ??
    findReply(email, header) ??
    findList(header, ours)
  );
}

/** Addresses under which the list that a mail came through may be written to, in lower case. */
export function listAddresses(email: Pick<Email, "headers">): string[] {
  return addressesOfList(readHeaders(email));
}

type Headers = ReturnType<typeof readHeaders>;

function readHeaders(email: Pick<Email, "headers">) {
  const values = new Map<string, string>();
  for (const [name, value] of email.headers) {
    const key = name.toLowerCase();
    if (!values.has(key)) values.set(key, value.trim());
  }
  return values;
}

function findLoop(email: Email, header: Headers, ours: Ours): Automated | undefined {
  if (header.has(LOOP_HEADER)) return { kind: "loop", reason: "It carries our own loop mark: we sent it" };
  if (email.messageId && ours.isMessageId(email.messageId)) return { kind: "loop", reason: "Its Message-ID is one of ours: we sent it" };
  const from = email.from?.address ?? "";
  const toItself = [...email.to, ...email.cc].some(({ address }) => address.toLowerCase() === from.toLowerCase());
  return toItself && ours.isAddress(from) ? { kind: "loop", reason: `It goes from our own mailbox ${from} to itself` } : undefined;
}

function findReport(email: Email, header: Headers): Automated | undefined {
  const type = reportType(header);
  const types = new Set(email.attachments.map((file) => file.contentType.toLowerCase().split(";")[0]?.trim().replace("/global-", "/")));
  const has = (contentType: string) => types.has(contentType);
  if (type === "feedback-report" || has("message/feedback-report"))
    return { kind: "complaint", reason: "An abuse report (RFC 5965): a recipient marked a mail as unwanted" };
  if (type === "delivery-status" || has("message/delivery-status"))
    return { kind: "bounce", reason: "A delivery report (RFC 3464): a mail server says what became of a mail" };
  if (type === "disposition-notification" || has("message/disposition-notification"))
    return { kind: "receipt", reason: "A read receipt (RFC 8098)" };
  if (header.has("x-failed-recipients")) return { kind: "bounce", reason: "A mail server names recipients it could not reach" };

  const name = (email.from?.address ?? email.envelope.from ?? "").split("@")[0] ?? "";
  if (REPORT_SENDER.test(name) && (hasNullSender(email, header) || BOUNCE_SUBJECT.test(email.subject)))
    return { kind: "bounce", reason: `A report of the mail server itself (${name})` };
  return undefined;
}

// `multipart/report; report-type=delivery-status`, in any order and quoting.
function reportType(header: Headers): string | undefined {
  const type = header.get("content-type")?.toLowerCase();
  return type?.startsWith("multipart/report") ? /\breport-type\s*=\s*"?([\w-]+)/.exec(type)?.[1] : undefined;
}

function findChallenge(email: Email, header: Headers): Automated | undefined {
  const tool = CHALLENGE_HEADERS.find((name) => header.has(name)) ?? (/\bTMDA\b/.test(header.get("x-delivery-agent") ?? "") && "TMDA");
  if (tool) return { kind: "challenge", reason: `A spam filter asks us to confirm that we are human (${tool})` };
  // A person may well write "please confirm your message": only a machine's mail that says so is a challenge.
  const byMachine = autoSubmitted(header) !== undefined || hasNullSender(email, header);
  if (byMachine && CHALLENGE_SUBJECT.test(email.subject))
    return { kind: "challenge", reason: "A spam filter asks us to confirm that we are human" };
  return undefined;
}

function findReply(email: Email, header: Headers): Automated | undefined {
  const submitted = autoSubmitted(header);
  // Exchange calls its absence notes `auto-generated`.
  if (submitted !== undefined && (submitted === "auto-replied" || email.inReplyTo.length > 0))
    return { kind: "auto-reply", reason: `An automatic answer (Auto-Submitted: ${submitted})` };
  const replied = REPLY_HEADERS.find((name) => header.has(name) && !/^(?:no|false)$/i.test(header.get(name) ?? ""));
  if (replied) return { kind: "auto-reply", reason: `An automatic answer (${replied})` };
  if (/^auto[_-]reply$/i.test(header.get("precedence") ?? ""))
    return { kind: "auto-reply", reason: "An automatic answer (Precedence: auto_reply)" };
  if (submitted !== undefined) return { kind: "notice", reason: `Sent by a program (Auto-Submitted: ${submitted})` };
  if (hasNullSender(email, header)) return { kind: "notice", reason: "Sent with an empty return path, as only programs do" };
  return undefined;
}

/** The keyword of Auto-Submitted (RFC 3834 §5) without comments and parameters; undefined when absent or `no`. */
function autoSubmitted(header: Headers): string | undefined {
  const keyword = header
    .get("auto-submitted")
    ?.replace(/\([^()]*\)/g, " ")
    .split(";")[0]
    ?.trim()
    .toLowerCase();
  return keyword && keyword !== "no" ? keyword : undefined;
}

function hasNullSender(email: Email, header: Headers) {
  return email.envelope.from === "" || /^<\s*>/.test(header.get("return-path") ?? "");
}

function findList(header: Headers, ours: Ours): Automated | undefined {
  const { id, post } = readList(header);
  // A group address of ours that forwards into the mailbox is a list, too, and what customers write to it is no list mail.
  if (addressesOfList(header).some((address) => ours.isAddress(address))) return undefined;

  if (id || post) return { kind: "list", reason: `Sent through the mailing list ${id || post}` };
  if (header.has("list-unsubscribe-post")) return { kind: "list", reason: "Sent to many, with one-click unsubscription (RFC 8058)" };
  return undefined;
}

function readList(header: Headers) {
  const id = /<([^<>]+)>/.exec(header.get("list-id") ?? "")?.[1] ?? header.get("list-id");
  const post = /<mailto:([^<>?]+)/i.exec(header.get("list-post") ?? "")?.[1];
  return { id, post };
}

// `help.acme.test` is how list servers write help@acme.test; the local part may hold dots itself.
function addressesOfList(header: Headers): string[] {
  const { id = "", post } = readList(header);
  const labels = id.trim().toLowerCase().split(".").slice(0, MAX_LABELS);
  const spelled = labels.slice(1).map((_, at) => `${labels.slice(0, at + 1).join(".")}@${labels.slice(at + 1).join(".")}`);
  return post ? [post.toLowerCase(), ...spelled] : spelled;
}
